import type { ActionId } from "./action-ids.ts";
import type { ActionPlan, VersionCount } from "./plan.ts";

/**
 * Why a step failed. `conflict`: somebody changed it since, and that is never overwritten. `no-way-back`: nothing was done,
 * because what it is to take back cannot be.
 */
export const stepFailures = [
  "conflict",
  "gone",
  "denied",
  "away",
  "refused",
  "faulty",
  "no-credentials",
  "policy-changed",
  "too-slow",
  "no-way-back",
] as const;
export type StepFailure = (typeof stepFailures)[number];

/**
 * Where a step of a run stands. `begun`: the call may have left, so what became of it is looked up before anything is sent
 * again. `skipped`: it was so already, or there is no way back.
 */
export const stepStates = ["waiting", "begun", "done", "skipped", "failed"] as const;
export type StepState = (typeof stepStates)[number];
export type RunStep = {
  readonly state: StepState;
  readonly at?: number;
  readonly because?: StepFailure;
  /** The vendor's own words, masked and bounded. */
  readonly detail?: string;
  /** What was so before and is so after, where it is another than planned. */
  readonly before?: string;
  readonly after?: string;
  /** http(s): the workflow's run, the model's page. */
  readonly link?: string;
};

/**
 * Why a run ended without its effect. `no-op`: nothing was different afterwards. `automation-off`: it was to begin by itself,
 * and somebody switched that off before anything was changed.
 */
export const runFailures = [
  "step",
  "not-serving",
  "no-op",
  "busy",
  "cool-down",
  "per-day",
  "unhealthy",
  "automation-off",
] as const;
export type RunFailure = (typeof runFailures)[number];

export const verdictKinds = ["helped", "did-not-help", "cannot-tell"] as const;
/** The labels come late, nothing was measured, what would be asked could not be. */
export const verdictReasons = ["labels-late", "not-measured", "no-metric", "away"] as const;

/**
 * Whether it helped (behaviour 7). `cannot-tell` is not a failure: the verdict comes when it can; `until` is when it may,
 * as far as that is known.
 */
export type Verdict = {
  readonly kind: (typeof verdictKinds)[number];
  readonly metric?: string;
  readonly before?: number;
  readonly after?: number;
  readonly because?: (typeof verdictReasons)[number];
  readonly until?: number;
  readonly at: number;
};

/**
 * - `asked`: waits for an approver.
 * - `veto`: begins by itself at `dueAt` unless somebody holds it.
 * - `running`: its steps are being done.
 * - `serving`: its steps are done, what serves is not yet there.
 * - `watching`: what was wanted is so; whether it helped is awaited.
 * - `ended`: nothing is awaited any more.
 * - `failed`; `held`: somebody stopped it in its veto window; `declined`.
 */
export const runStates = [
  "asked",
  "veto",
  "running",
  "serving",
  "watching",
  "ended",
  "failed",
  "held",
  "declined",
] as const;
export type RunState = (typeof runStates)[number];

/** What was measured when a run was asked for: the figure that it is to better, and the series that it is of. */
export type RunBefore = {
  readonly metric: string;
  readonly value: number;
  /** The series' fingerprint: another segment that is well says nothing of this one. */
  readonly series: string;
  readonly segment?: string;
  /** The model's version that it was measured of, as its sender writes it. */
  readonly version?: string;
};

/** One time that an action is done. An incident keeps its newest three. At most 3 KiB as JSON. */
export type Run = {
  /** Random hex; what vendors are given to know a repeated call by. */
  readonly id: string;
  readonly action: ActionId;
  readonly plan: ActionPlan;
  readonly state: RunState;
  /** Who asked, as the journal names actors; `vigie` where the policy did. */
  readonly by: string;
  readonly where: string;
  readonly askedAt: number;
  /** Of the veto window, of the wait for an approver, of serving. */
  readonly dueAt?: number;
  readonly approvedBy?: string;
  /** Why an untested version is gone to, or why somebody decided alone (behaviour 6). */
  readonly why?: string;
  readonly startedAt?: number;
  readonly steps: readonly RunStep[];
  /** Whether any step changed anything so far: what a failure must never hide. */
  readonly changed: boolean;
  readonly serving?: readonly VersionCount[];
  /** All that serves is what was wanted, since then. Absent where the policy does not say how to see it. */
  readonly servedAt?: number;
  /** When what was wanted was so as far as the policy lets it be seen: `servedAt`, or the end of its steps. */
  readonly doneAt?: number;
  readonly before?: RunBefore;
  /** The first measurement that can answer is awaited until then, and the last. */
  readonly firstAnswerAt?: number;
  readonly watchUntil?: number;
  readonly verdict?: Verdict;
  readonly because?: RunFailure;
  readonly endedAt?: number;
  /** The run that it takes back, and the one that took it back. */
  readonly undoes?: string;
  readonly undoneBy?: string;
  /** The token of the source that is acted on (U-18). */
  readonly source?: string;
};

/** Whether something is still being done or waited for before its effect: while it is, nothing else is begun. */
export function isUnderWay({ state }: Pick<Run, "state">): boolean {
  return state === "asked" || state === "veto" || state === "running" || state === "serving";
}

/** The run of an incident that is under way; at most one is. */
export function runUnderWay({ runs = [] }: { readonly runs?: readonly Run[] }): Run | undefined {
  return runs.find(isUnderWay);
}
