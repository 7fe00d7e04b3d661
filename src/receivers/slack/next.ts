import type { Card, StoryLine } from "../../incident/card.ts";
import { tidy } from "../../incident/draw/tidy.ts";
import { drawCard, drawStory } from "../../incident/draw.ts";
import { isOpen } from "../../incident/incident.ts";
import { humanId, type IncidentView } from "../../incident/view.ts";
import type { Destination } from "../../policy/destination.ts";
import { firstRings, mentionOf } from "../mention-of.ts";
import type { SlackBinding, SlackStep } from "./binding.ts";
import { gateRates, limits } from "./limits.ts";
import { hashOf, renderCard, renderContinued, renderPlain, renderStory, type SlackMessage } from "./render.ts";

/**
 * The next write that brings a channel in line: the message itself, then what rings or calls, then the edit, then the
 * rest of the story. What people hear of goes before the edit, because edits share one gate of the whole workspace and a
 * storm of them must not hold up what wakes people; entries are told in the order of the journal, so those before it go
 * with it.
 */
export function nextStep(
  view: IncidentView,
  binding: SlackBinding | null,
  to: Destination,
  { buttons }: { readonly buttons: boolean },
): SlackStep | null {
  const card = withoutLinkTo(binding?.link ?? null, drawCard(view, to.locale));
  const shown = renderCard(card, to.locale, { buttons });
  const hash = hashOf(renderCard(timeless(card), to.locale, { buttons }));
  if (!binding?.ts) {
    const calling = { mention: firstRings(view.incident) ? mentionOf(view, to) : undefined };
    return post(to, view, renderCard(card, to.locale, { calling, buttons }), hash);
  }
  const untold = drawStory(view, binding.lastSeq, to.locale);
  const [first] = untold;
  const heard = untold.find(({ tells }) => tells !== "quiet");
  if (first && heard) {
    if (heard.tells === "rings" && isOld(view, binding.ts, heard.seq)) {
      return { ...post(to, view, shown, hash), step: `post:${heard.seq}`, seq: binding.lastSeq };
    }
    return reply(to, view, binding, first);
  }
  if (binding.former !== undefined) return shrink(to, view, binding.link);
  if (binding.hash !== hash) return edit(to, shown, hash);
  return first ? reply(to, view, binding, first) : null;
}

/** What rings in an old thread leads people far back; from this age on the message is posted anew (behaviour 4). */
const oldMs = 24 * 3_600_000;

/** Whether the open incident's message was a day old when this entry was written. A message's name is its time. */
function isOld({ incident, story }: IncidentView, ts: string, seq: number): boolean {
  const at = story.find((entry) => entry.seq === seq)?.at;
  return isOpen(incident) && at !== undefined && at - Number(ts) * 1000 > oldMs;
}

/** The version in the buttons is no reason to edit: an entry that outdates a press is one that the card shows. */
function timeless(card: Card): Card {
  return { ...card, about: { ...card.about, version: 0 } };
}

/** A message does not link to itself; else its own link would be a reason to edit it right after it was posted. */
function withoutLinkTo(own: string | null, card: Card): Card {
  return { ...card, links: card.links.filter(({ url }) => url !== own) };
}

/** As `nextStep` for when drawing fails: one line of words in place of the message, and no thread. */
export function plainStep(view: IncidentView, binding: SlackBinding | null, to: Destination): SlackStep | null {
  const { severity, identity, lead } = view.incident;
  const line = `${severity.toUpperCase()} ${identity?.environment}: ${lead?.name} (${humanId(view.number)})`;
  const message = renderPlain(tidy(line, limits.fallbackMaxChars));
  const hash = hashOf(message);
  if (!binding?.ts) return post(to, view, message, hash);
  return binding.hash === hash ? null : edit(to, message, hash);
}

function post(
  to: Destination,
  view: IncidentView,
  message: SlackMessage,
  hash: string,
): SlackStep & { readonly kind: "post" } {
  return {
    kind: "post",
    step: "post",
    idempotent: false,
    rings: true,
    gates: postGates(to),
    message,
    hash,
    seq: view.incident.seq,
  };
}

function edit(to: Destination, message: SlackMessage, hash: string): SlackStep {
  return { kind: "edit", step: "edit", idempotent: true, rings: false, gates: editGates(to), message, hash };
}

function shrink(to: Destination, view: IncidentView, link: string | null): SlackStep {
  const message = renderContinued(humanId(view.number), link, to.locale);
  return { kind: "shrink", step: "shrink", idempotent: true, rings: false, gates: editGates(to), message };
}

function reply(to: Destination, view: IncidentView, binding: SlackBinding, entry: StoryLine): SlackStep {
  const { seq, tells, calls } = entry;
  const rings = tells === "rings";
  const link = rings ? { id: humanId(view.number), url: binding.link } : undefined;
  const calling = tells === "quiet" ? undefined : { mention: calls ? calls.slack : mentionOf(view, to) };
  const message = renderStory(entry, to.locale, link, calling);
  return {
    kind: "reply",
    step: `reply:${seq}`,
    idempotent: false,
    rings: tells !== "quiet",
    gates: postGates(to),
    message,
    seq,
    broadcast: rings,
  };
}

function editGates(to: Destination) {
  return [
    { key: `slack:chat.update:${to.id}`, rate: gateRates.updatePerChannel },
    { key: "slack:chat.update", rate: gateRates.updatePerWorkspace },
  ];
}

function postGates(to: Destination) {
  return [
    { key: `slack:chat.postMessage:${to.id}`, rate: gateRates.postPerChannel },
    { key: "slack:chat.postMessage", rate: gateRates.postPerWorkspace },
  ];
}
