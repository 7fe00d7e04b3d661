import type { ActionId } from "./action-ids.ts";

/** What a step does, for words: `move-alias` moves the alias `name` of `of` from `from` to `to`. */
export const stepDoings = [
  "move-alias",
  "set-stage",
  "set-version",
  "restart",
  "undo-rollout",
  "abort-rollout",
  "run-workflow",
  "call",
] as const;
export type StepDoing = (typeof stepDoings)[number];

/** Whether it moves a model's version. A rollout goes to a revision, a webhook to whatever it sets: neither is what serves. */
export function movesModel({ doing }: Pick<PlannedStep, "doing">): boolean {
  return doing === "move-alias" || doing === "set-stage" || doing === "set-version";
}

/** One step as it was planned: plain data, self-contained, never a secret. At most 1 KiB as JSON. */
export type PlannedStep = {
  /** The provider's name: `mlflow`, `kubernetes`. */
  readonly provider: string;
  /** Tells whether the policy still says the same: a hash of the step as written. */
  readonly key: string;
  readonly doing: StepDoing;
  /** What it acts on, by its own name: the alias, `deployment/credit-scoring`, the workflow's file. */
  readonly name: string;
  /** Whose: the model, the namespace, the repository. */
  readonly of?: string;
  /** What is so now and what will be: versions, revisions. A step that only does something has neither. */
  readonly from?: string;
  readonly to?: string;
  /** It is so already: doing it would change nothing. */
  readonly noop?: true;
  /** Whether the version that it goes to is marked tested (A004-31); absent where the provider knows of none. */
  readonly tested?: boolean;
  /** What the provider needs to go on or back, such as a resource version; opaque to everybody else. */
  readonly memo?: Readonly<Record<string, string>>;
};

/** Why nothing could be planned. `away`, `timed-out`: asked again later. */
export const planProblems = [
  "no-earlier-version",
  "not-found",
  "denied",
  "away",
  "timed-out",
  "no-credentials",
  "faulty",
  "nothing-declared",
] as const;
export type PlanProblem = (typeof planProblems)[number];

/** Which versions serve, as `serving:` says it: `7` on 3, `8` on 5. */
export type VersionCount = { readonly version: string; readonly count: number };

/** What an action would do, read from the world at `at`; shown before the click. */
export type ActionPlan = {
  readonly action: ActionId;
  readonly at: number;
  readonly steps: readonly PlannedStep[];
  /** The version that it goes to, and the one that it leaves; absent for what is about no version. */
  readonly to?: string;
  readonly from?: string;
  readonly tested?: boolean;
  /** Which versions served when it was read; absent where the policy has no `serving:` or it could not be read. */
  readonly serving?: readonly VersionCount[];
  /** Whether the policy says how to see what serves. */
  readonly checksServing: boolean;
  /** Set: it cannot be done now, and why; `detail` is bounded, masked, never a secret. */
  readonly problem?: PlanProblem;
  readonly detail?: string;
  /** Who must approve it besides, by role; absent: whoever may press it decides alone (behaviour 6). */
  readonly approvers?: readonly string[];
  /** The condition that the policy sets for it, and whether it holds now (A003-20). */
  readonly condition?: {
    readonly metric: string;
    readonly when: string;
    readonly value?: number;
    readonly holds: boolean;
  };
  /** Not before then: cool-down, daily maximum, once per 5 min (U-34). */
  readonly notBefore?: number;
  /** What can say whether it helped (behaviour 7); absent: nothing can. Durations in ms. */
  readonly helps?: {
    /** The proxy's metric; absent: the incident's own. */
    readonly metric?: string;
    /** A query is asked instead of waiting for a measurement. */
    readonly byQuery?: true;
    readonly minSample: number;
    readonly labelsDelayMs: number;
    readonly forMs: number;
  };
  /** What serves must be there so soon after the steps, in ms. */
  readonly withinMs: number;
  /** Slower than that is flagged, in ms (A003-33, U-33). */
  readonly idealMs?: number;
  /** The service's health check is polled after the steps (U-34). */
  readonly checksHealth?: true;
  /** Sources that can be blocked, by their token (U-18). */
  readonly sources?: readonly string[];
};

/** Whether an action would change anything. A plan with a problem changes nothing either. */
export function changesAnything({ steps, problem }: Pick<ActionPlan, "steps" | "problem">): boolean {
  return problem === undefined && steps.some(({ noop }) => noop !== true);
}
