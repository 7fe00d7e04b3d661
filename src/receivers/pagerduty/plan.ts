import { type Act, type Incident, pageWanted } from "../../incident/incident.ts";
import { laneOf } from "../../incident/mark.ts";
import type { PageBinding } from "./binding.ts";

/** One event to send, and what PagerDuty shows when it is accepted. */
export type PageMove = {
  readonly action: "trigger" | "acknowledge" | "resolve";
  /** Sent to the destination's own key, or to the one named `escalate_to`. */
  readonly to: "key" | "escalate_to";
  readonly pageNo: number;
  /** Whose acknowledgement it is. */
  readonly by?: string;
  readonly leaves: PageBinding;
};

/** What a destination can do beyond its own key. */
export type PageMeans = {
  /** Its escalation is a second key to trigger, because nothing raises the level by REST. */
  readonly escalatesByKey: boolean;
  /** When the incident began to owe it. Who is called after somebody had it, an expert, is not told that somebody has. */
  readonly owedAt?: number | undefined;
};

/**
 * The next event that brings PagerDuty in line with the group's newest incident, or `null` (protocol 3.1, 3.2).
 *
 * A trigger wakes somebody only where no page stands open under the same key, so what may stand open is resolved first:
 * the page of an older opening, of an earlier `pageNo`, and one whose trigger got no answer, of which no binding knows.
 * A silenced incident wakes nobody: what stands open is acknowledged, and a page asked for meanwhile waits.
 */
export function nextPageMove(
  incident: Incident,
  binding: PageBinding | null,
  { escalatesByKey, owedAt = 0 }: PageMeans = { escalatesByKey: false },
): PageMove | null {
  const { uid, pageNo } = incident;
  const known = binding?.uid === uid ? binding.pageNo : 0;
  const isNews = pageNo > known;
  const standsOpen = binding?.open === true;
  const isOwn = standsOpen && binding.uid === uid;
  const second = binding?.escalated?.open ? binding.escalated : undefined;
  const kept = second && binding?.uid === uid ? { escalated: second } : {};

  const resolve = (upTo: number): PageMove => ({
    action: "resolve",
    to: "key",
    pageNo: upTo,
    leaves: { uid, pageNo: upTo, open: false, ...kept },
  });
  const isWanted = pageWanted(incident);
  // What an older opening, or another step of the escalation, triggered there is resolved before anything else.
  if (binding && second && (!isWanted || binding.uid !== uid || second.steps !== stepsSince(incident, owedAt))) {
    const { escalated: _over, ...leaves } = binding;
    return { action: "resolve", to: "escalate_to", pageNo, leaves };
  }
  if (!isWanted) return standsOpen || isNews ? resolve(pageNo) : null;
  if (isOwn && (!isNews || incident.silenced)) {
    return (
      acknowledgeMove(incident, binding, owedAt) ?? (escalatesByKey ? escalateMove(incident, binding, owedAt) : null)
    );
  }
  if (standsOpen || (known < pageNo - 1 && !incident.silenced)) return resolve(pageNo - 1);
  if (!isNews || incident.silenced) return null;
  return { action: "trigger", to: "key", pageNo, leaves: { uid, pageNo, open: true, ...kept } };
}

/** What PagerDuty is to be told once: that somebody has it, or that it is silenced. */
function acknowledgementOf({
  acknowledged,
  silenced,
  owed,
}: Incident): (Partial<Pick<Act, "by">> & Pick<Act, "at">) | undefined {
  const pages = owed.filter(({ receiver }) => laneOf(receiver) === "page").length;
  // What was acknowledged there needs not be told there; a second service has not heard of it.
  if (acknowledged && (!acknowledged.where.startsWith("pagerduty") || pages > 1)) return acknowledged;
  // In nobody's name: who silences a page has not taken it up, and would be told back as if.
  return silenced && !acknowledged ? { at: silenced.since ?? silenced.at } : undefined;
}

function acknowledgeMove(incident: Incident, binding: PageBinding, owedAt: number): PageMove | null {
  const told = acknowledgementOf(incident);
  if (!told || told.at < owedAt) return null;
  const by = told.by === undefined ? {} : { by: told.by };
  const move = { action: "acknowledge", pageNo: binding.pageNo, ...by } as const;
  if (binding.acknowledged !== told.at) return { ...move, to: "key", leaves: { ...binding, acknowledged: told.at } };
  const { escalated } = binding;
  if (!escalated?.open || escalated.acknowledged === told.at) return null;
  return { ...move, to: "escalate_to", leaves: { ...binding, escalated: { ...escalated, acknowledged: told.at } } };
}

/** Behaviour 5: an escalation, where no token raises the level, triggers the key named `escalate_to`. */
function escalateMove(incident: Incident, binding: PageBinding, owedAt: number): PageMove | null {
  const { acknowledged, silenced } = incident;
  const steps = stepsSince(incident, owedAt);
  if (acknowledged || silenced || steps === 0 || (binding.escalated?.open && binding.escalated.steps === steps))
    return null;
  return {
    action: "trigger",
    to: "escalate_to",
    pageNo: binding.pageNo,
    leaves: { ...binding, escalated: { open: true, steps } },
  };
}

/** Steps of the escalation; none where the last of them asked for this very page. */
export function stepsSince({ escalation, pageAskedAt = 0 }: Incident, owedAt = 0): number {
  return escalation && escalation.at > Math.max(pageAskedAt, owedAt) ? escalation.steps : 0;
}
