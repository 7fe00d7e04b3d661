import type { Incident } from "./incident.ts";

/**
 * What a new beginning takes away: nobody has acknowledged or judged it yet.
 */
export function backAgain(
  { acknowledged: _acknowledged, resolvedElsewhere: _elsewhere, judged: _judged, ...incident }: Incident,
  at: number,
): Incident {
  return { ...withoutLadder(incident), reopened: incident.reopened + 1, reopenedAt: at };
}

/** After an end: what had been done about it did not last, so cause and remediation are asked for again. */
export function backFromEnd(
  {
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
  }: Incident,
  at: number,
): Incident {
  return { ...backAgain(incident, at), phase: "notified" };
}

/** Somebody is woken from the beginning: neither the ladder's steps nor reminders count that came before. */
export function withoutLadder({ escalation: _escalation, reminded: _reminded, ...incident }: Incident): Incident {
  return incident;
}
