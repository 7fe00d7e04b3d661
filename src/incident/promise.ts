import type { Severity } from "../alert/severity.ts";
import { isMet } from "./deadlines.ts";
import type { Draft } from "./draft.ts";
import type { Deadline } from "./incident.ts";
import type { Judgement } from "./judgement.ts";

/**
 * Writes the deadlines that a severity brings. They count from this commit; where two lists name one, the earlier time
 * stands, overdue or not (protocol 10.2); what people have met already is not asked of them again. A reopening begins those anew that ran out before it.
 */
export function promise(
  draft: Draft,
  judgement: Promising,
  severity: Severity,
  because: "promoted" | "adopted" | "reopened",
): void {
  const { incident, now } = draft;
  if (!incident) return;
  const standing = incident.deadlines.filter(({ dueAt }) => because !== "reopened" || dueAt > now);
  const set = deadlinesOf(judgement, severity, now).filter(
    ({ kind, dueAt }) => !isMet(incident, kind) && !standing.some((old) => old.kind === kind && old.dueAt <= dueAt),
  );
  if (set.length > 0) draft.write("deadlines", { set });
}

/** What promises are made of. */
type Promising = Pick<Judgement, "deadlines" | "owed" | "shadow">;

/** A severity's own list of deadlines, counted from `now`; none for what tells nobody yet, because it is in shadow. */
export function deadlinesOf(judgement: Promising, severity: Severity, now: number): Deadline[] {
  if (judgement.shadow !== undefined && judgement.owed.length === 0) return [];
  return judgement.deadlines.map(({ kind, afterMs }) => ({ kind, dueAt: now + afterMs, severity, setAt: now }));
}
