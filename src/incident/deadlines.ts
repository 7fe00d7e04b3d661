import type { Draft } from "./draft.ts";
import type { Deadline, Incident } from "./incident.ts";
import type { DeadlineKind } from "./judgement.ts";
import { nextStep } from "./ladder.ts";
import { usualAfterTriageMs } from "./patience.ts";

/**
 * What people did meets these deadlines: each that still stood gets its entry and leaves the list.
 *
 * @param by who met them, as the journal names actors
 */
export function meet(draft: Draft, kinds: readonly DeadlineKind[], by: string): void {
  const standing = draft.incident?.deadlines ?? [];
  for (const { kind, dueAt } of standing)
    if (kinds.includes(kind)) draft.write("deadline", { deadline: kind, news: "met", dueAt, by }, by);
}

/** What people have done by now that meets a deadline: it is not promised while that stands. */
const metBy: Readonly<Record<DeadlineKind, (incident: Incident) => boolean>> = {
  triage: ({ judged }) => judged !== undefined,
  reaction: ({ judged, mitigated }) => judged !== undefined || mitigated !== undefined,
  investigation_start: ({ cause, latest, reopenedAt = 0 }) =>
    cause !== undefined || (latest?.investigating?.at ?? Number.NEGATIVE_INFINITY) >= reopenedAt,
  root_cause: ({ cause }) => cause !== undefined,
  rto: () => false,
};

/** Whether a deadline is met already. */
export function isMet(incident: Incident, kind: DeadlineKind): boolean {
  return metBy[kind](incident);
}

/** Shares of a deadline's time at which something is said of it (U-02, U-35), in order. */
const stages = [
  ["half", 0.5],
  ["near", 0.8],
  ["overdue", 1],
] as const;
export type DeadlineStage = (typeof stages)[number][0];

/** What is to be said of a deadline next, and when; `null` once it was said to be overdue. */
export function nextStage({
  said,
  setAt,
  dueAt,
}: Deadline): { readonly stage: DeadlineStage; readonly at: number } | null {
  const from = stages.findIndex(([stage]) => stage === said) + 1;
  // A record of before `setAt` is only ever overdue.
  const next = setAt === undefined && from < stages.length ? stages.at(-1) : stages[from];
  return next ? { stage: next[0], at: momentOf(next[1], setAt ?? dueAt, dueAt) } : null;
}

/** What is to be said of a deadline now: the last stage that has passed and was not said, `null` where none has. */
export function passedStage(deadline: Deadline, now: number): DeadlineStage | null {
  const next = nextStage(deadline);
  if (!next || next.at > now) return null;
  const { setAt = deadline.dueAt, dueAt } = deadline;
  return stages.findLast(([, share]) => momentOf(share, setAt, dueAt) <= now)?.[0] ?? null;
}

function momentOf(share: number, setAt: number, dueAt: number): number {
  return Math.round(setAt + share * (dueAt - setAt));
}

/** When something is to be said of any deadline next. */
export function deadlineDueAt({ deadlines }: Incident): number | undefined {
  const moments = deadlines.flatMap((one) => nextStage(one)?.at ?? []);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** The triage that is over its time and was not escalated yet. */
function overdueTriage({ deadlines }: Incident): Deadline | undefined {
  return deadlines.find(({ kind, said, escalated }) => kind === "triage" && said === "overdue" && !escalated);
}

/**
 * When an overdue triage escalates: at once where nobody acknowledged, after a while where somebody did (behaviour 5).
 * `undefined` where it does not.
 */
export function triageEscalatesAt(incident: Incident): number | undefined {
  const triage = overdueTriage(incident);
  if (!triage || !nextStep(incident)) return undefined;
  if (!incident.acknowledged) return triage.dueAt;
  return triage.dueAt + (incident.patience?.afterTriageMs ?? usualAfterTriageMs);
}

/** Whether somebody who acknowledged is asked to judge now, and may ask for more time (behaviour 5). */
export function mayPutOff(incident: Incident): boolean {
  const { deadlines, acknowledged, judged } = incident;
  const isPressing = deadlines.some(
    ({ kind, said, escalated }) => kind === "triage" && !escalated && (said === "near" || said === "overdue"),
  );
  return isPressing && acknowledged !== undefined && !judged;
}
