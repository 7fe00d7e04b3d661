import type { PlannedStep, PlanProblem } from "../incident/actions/plan.ts";
import type { StepFailure } from "../incident/actions/run.ts";
import type { Step, StepProvider } from "../policy/actions/step.ts";

/** What every call is given. Each ends by `signal`; none retries by itself. */
export type Call = {
  readonly signal: AbortSignal;
  readonly now: number;
  /** The run's id and the step's place in it: what a vendor can know a repeated call by. */
  readonly run: string;
  readonly step: number;
  /** When the step was begun, in ms since the epoch; absent while it was not. What a look counts from. */
  readonly begunAt?: number;
  /** The real value behind a token, for a `block-source` alone; goes into the vendor's request and nowhere else (U-18). */
  readonly reveal?: (token: string) => string | undefined;
  readonly source?: string;
};

/** Where a step is to go, as far as whoever plans knows: a version, where a step before it decided one. */
export type Wanted = {
  /** The version that the trouble is about; the way back leads away from it. */
  readonly from?: string;
  readonly to?: string;
};

export type Planning =
  | { readonly kind: "planned"; readonly step: Omit<PlannedStep, "provider" | "key"> }
  | { readonly kind: "problem"; readonly because: PlanProblem; readonly detail?: string };

/**
 * What a call came to. `unknown`: it may have taken effect and its answer is not known: `look` says which. `away`: it
 * surely did not; `afterMs` from `Retry-After`.
 */
export type Doing =
  | { readonly kind: "done"; readonly before?: string; readonly after?: string; readonly link?: string }
  | { readonly kind: "unknown"; readonly detail?: string }
  | { readonly kind: "away"; readonly detail?: string; readonly afterMs?: number }
  | { readonly kind: "failed"; readonly because: StepFailure; readonly detail?: string };

/**
 * How a step stands in the world.
 * - `before`: not done; `after`: done.
 * - `going`: begun and not over: a workflow that runs, pods that are being replaced.
 * - `other`: neither: somebody changed it since, which is never overwritten.
 * - `failed`: it was begun and failed there.
 * - `blind`: it cannot be looked at; a repeated call with the same run and step is safe. `away`: ask again.
 */
export type Looking =
  | { readonly kind: "before" | "blind" }
  | { readonly kind: "after"; readonly after?: string; readonly link?: string }
  | { readonly kind: "going"; readonly detail?: string; readonly link?: string }
  | { readonly kind: "other"; readonly now: string }
  | { readonly kind: "failed"; readonly because: StepFailure; readonly detail?: string; readonly link?: string }
  | { readonly kind: "away"; readonly detail?: string };

/**
 * One kind of step: what can be asked of a registry or a deployer. Expected failure is a value; nothing that it answers
 * holds a secret, every text is bounded to 300 units. One folder each, one contract suite for all (`test/contract`).
 */
export type Provider<S extends Step = Step> = {
  readonly name: StepProvider;
  /** Reads what is so and says what the step would change. Changes nothing. */
  plan(step: S, wanted: Wanted, call: Call): Promise<Planning>;
  /**
   * Does it, from what was planned only: where something else is so by now it answers `conflict` and changes nothing. Called
   * again for the same run and step it has no second effect.
   */
  do(step: S, planned: PlannedStep, call: Call): Promise<Doing>;
  look(step: S, planned: PlannedStep, call: Call): Promise<Looking>;
  /** The way back of a step that was done; `null` where there is none: a restart, a workflow. */
  undo(step: S, planned: PlannedStep): PlannedStep | null;
};

/** The providers by name; only those whose credentials are there. */
export type Providers = { readonly [N in StepProvider]?: Provider<Extract<Step, { provider: N }>> };
