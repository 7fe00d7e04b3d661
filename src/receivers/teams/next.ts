import type { StoryLine } from "../../incident/card.ts";
import { drawCard, drawStory } from "../../incident/draw.ts";
import { isOpen } from "../../incident/incident.ts";
import { humanId, type IncidentView } from "../../incident/view.ts";
import type { TeamsDestination } from "../../policy/destination.ts";
import { firstRings, mentionOf } from "../mention-of.ts";
import type { Step } from "../receiver.ts";
import type { TeamsBinding, TeamsStep } from "./binding.ts";
import { gateRates } from "./limits.ts";
import { messageLink, rootMessageId, withoutLinkTo } from "./link.ts";
import { hashOf, renderCard, renderContinued, renderPlain, renderReply, renderRing } from "./render.ts";

/**
 * The next write that brings a channel in line: the message itself, then what rings, then the thread up to what calls
 * somebody, then the edit, then the rest of the thread. What rings says all by itself, so it waits for nothing else.
 */
export function nextStep(view: IncidentView, binding: TeamsBinding | null, to: TeamsDestination): TeamsStep | null {
  const card = withoutLinkTo(drawCard(view, to.locale), binding);
  const shown = renderCard(card, to.locale);
  const hash = hashOf(shown);
  if (binding === null || binding.activityId === null) {
    const mention = mentionOf(view, to);
    const activity = firstRings(view.incident) ? renderCard(card, to.locale, { mention }) : shown;
    return { ...create("post", to), kind: "post", activity, hash, seq: view.incident.seq };
  }
  if (binding.former) {
    const activity = renderContinued(card, messageLink(binding), to.locale);
    return { ...send("shrink", to), idempotent: true, kind: "shrink", activity, former: binding.former };
  }
  const untold = drawStory(view, Math.min(binding.lastSeq, binding.rungSeq), to.locale);
  const ringing = untold.find(({ seq, tells }) => tells === "rings" && seq > binding.rungSeq);
  if (ringing) {
    const mention = calledBy(ringing, view, to);
    if (isOld(view, binding, ringing)) {
      const activity = renderCard(card, to.locale, { mention });
      return { ...create(`continue:${ringing.seq}`, to), kind: "continue", activity, hash, seq: view.incident.seq };
    }
    const activity = renderRing(ringing, { card, link: messageLink(binding), mention }, to.locale);
    return { ...create(`ring:${ringing.seq}`, to), kind: "ring", activity, seq: ringing.seq };
  }
  const thread = untold.filter(({ seq }) => seq > binding.lastSeq);
  const isCalling = thread.some(({ tells }) => tells === "calls");
  if (binding.hash !== hash && !isCalling)
    return { ...send("edit", to), idempotent: true, kind: "edit", activity: shown, hash };
  const [entry] = thread;
  return entry ? reply(entry, view, to) : null;
}

function reply(entry: StoryLine, view: IncidentView, to: TeamsDestination): TeamsStep {
  const { seq, tells } = entry;
  const calls = tells === "calls";
  const activity = renderReply(entry, to.locale, calls ? calledBy(entry, view, to) : undefined);
  return { ...send(`reply:${seq}`, to), rings: calls, kind: "reply", activity, seq };
}

/** Whom an entry calls here: whom it is about, else whoever is on call or the destination names. */
function calledBy({ calls }: StoryLine, view: IncidentView, to: TeamsDestination): string | undefined {
  return calls ? calls.teams : mentionOf(view, to);
}

/** So long after its beginning the message of an open incident is too far up to be found (behaviour 4). */
const goesOnAfterMs = 24 * 3_600_000;

/** Teams' message ids are the times of the messages, in milliseconds. */
function isOld({ incident, story }: IncidentView, { conversationId }: TeamsBinding, { seq }: StoryLine): boolean {
  const began = Number(rootMessageId(conversationId) ?? Number.NaN);
  const at = story.find((entry) => entry.seq === seq)?.at ?? Number.NaN;
  return isOpen(incident) && at - began >= goesOnAfterMs;
}

/** As `nextStep` for when drawing fails: one line of words in place of the message, and no thread. */
export function plainStep(view: IncidentView, binding: TeamsBinding | null, to: TeamsDestination): TeamsStep | null {
  const { severity, identity, lead, seq } = view.incident;
  const activity = renderPlain(
    `${String(severity).toUpperCase()} ${identity?.environment}: ${lead?.name} (${humanId(view.number)})`,
  );
  const hash = hashOf(activity);
  if (binding === null || binding.activityId === null)
    return { ...create("post", to), kind: "post", activity, hash, seq };
  return binding.hash === hash ? null : { ...send("edit", to), idempotent: true, kind: "edit", activity, hash };
}

/** Teams counts new threads and messages into threads apart, each per channel, and all of a tenant together. */
function create(step: string, to: TeamsDestination): Step {
  return { step, idempotent: false, rings: true, gates: gates("create", to) };
}

function send(step: string, to: TeamsDestination): Step {
  return { step, idempotent: false, rings: false, gates: gates("send", to) };
}

function gates(method: "create" | "send", to: TeamsDestination): Step["gates"] {
  return [
    { key: `teams:${method}:${to.id}`, rate: gateRates.perChannel },
    { key: "teams", rate: gateRates.perTenant },
  ];
}
