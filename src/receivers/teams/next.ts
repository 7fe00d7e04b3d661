import { drawCard, drawStory } from "../../incident/draw.ts";
import { humanId, type IncidentView } from "../../incident/view.ts";
import type { TeamsDestination } from "../../policy/destination.ts";
import { firstRings, mentionOf } from "../mention-of.ts";
import type { Step } from "../receiver.ts";
import type { TeamsBinding, TeamsStep } from "./binding.ts";
import { gateRates } from "./limits.ts";
import { messageLink, withoutLinkTo } from "./link.ts";
import { hashOf, renderCard, renderPlain, renderReply, renderRing } from "./render.ts";

/**
 * The next write that brings a channel in line: the message itself, then what rings, then the edit, then the thread.
 * What rings says all by itself, so it waits for nothing else.
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
  const untold = drawStory(view, Math.min(binding.lastSeq, binding.rungSeq), to.locale);
  const ringing = untold.find(({ seq, rings }) => rings && seq > binding.rungSeq);
  if (ringing) {
    const activity = renderRing(ringing, { card, link: messageLink(binding), mention: mentionOf(view, to) }, to.locale);
    return { ...create(`ring:${ringing.seq}`, to), kind: "ring", activity, seq: ringing.seq };
  }
  if (binding.hash !== hash) return { ...send("edit", to), idempotent: true, kind: "edit", activity: shown, hash };
  const [entry] = untold.filter(({ seq }) => seq > binding.lastSeq);
  if (!entry) return null;
  return { ...send(`reply:${entry.seq}`, to), kind: "reply", activity: renderReply(entry, to.locale), seq: entry.seq };
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
