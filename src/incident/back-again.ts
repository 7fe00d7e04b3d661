import { awake } from "./awake.ts";
import type { Incident } from "./incident.ts";

/**
 * What a new beginning takes away: nobody has acknowledged or judged it, or was asked yet.
 */
export function backAgain(
  {
    acknowledged: _acknowledged,
    resolvedElsewhere: _elsewhere,
    judged: _judged,
    proposed: _asked,
    ...incident
  }: Incident,
  at: number,
): Incident {
  return { ...withoutLadder(incident), reopened: incident.reopened + 1, reopenedAt: at };
}

/** After an end: what had been done about it did not last, so cause and remediation are asked for again. */
export function backFromEnd(ended: Incident, at: number): Incident {
  const {
    resolvedAt: _resolved,
    closedAt: _closed,
    recoveredAt: _recovered,
    outcome: _outcome,
    promoted: _promoted,
    endedByHand: _ended,
    mitigated: _mitigated,
    cause: _cause,
    remediation: _remediation,
    ...incident
  } = withoutPastSilence(ended, at);
  return { ...backAgain(incident, at), phase: "notified" };
}

/** A silence that ended with the incident, or since, is no more; one that lasts silences what comes back. */
function withoutPastSilence(incident: Incident, at: number): Incident {
  const { silenced, resolvedAt, closedAt } = incident;
  if (!silenced) return incident;
  const overAt = silenced.until ?? resolvedAt ?? closedAt ?? at;
  return overAt > at ? incident : awake(incident, overAt);
}

/** Somebody is woken from the beginning: neither the ladder's steps nor reminders count that came before. */
export function withoutLadder({ escalation: _escalation, reminded: _reminded, ...incident }: Incident): Incident {
  return incident;
}
