import type { PlannedStep } from "../incident/actions/plan.ts";
import type { Run, StepFailure } from "../incident/actions/run.ts";
import type { Step } from "../policy/actions/step.ts";
import { keyOfStep } from "./key-of-step.ts";
import type { Call, Provider } from "./provider.ts";
import type { RunAtWork } from "./run-at-work.ts";

/** A step of a run with what does it. `nothing`: there is nothing to do for it, or what was done has no way back. */
export type BoundStep =
  | { readonly kind: "bound"; readonly step: Step; readonly planned: PlannedStep; readonly provider: Provider }
  | { readonly kind: "nothing"; readonly because?: "no-way-back" }
  | { readonly kind: "failed"; readonly because: StepFailure };

/** The step of a run at a place: by the policy in force, by the plan that people saw, and for an undo the real way back. */
export function boundStep({ action, run, incident, deps }: RunAtWork, at: number): BoundStep {
  const planned = run.plan.steps[at];
  const step = action?.steps.find((one) => keyOfStep(one) === planned?.key);
  if (!planned || !step) return { kind: "failed", because: "policy-changed" };
  const provider: Provider | undefined = deps.providers[step.provider];
  if (!provider) return { kind: "failed", because: "no-credentials" };
  const real = realStep(run, at, { runs: incident.runs ?? [], provider, step });
  if (real) return { kind: "bound", step, planned: real, provider };
  return planned.noop ? { kind: "nothing" } : { kind: "nothing", because: "no-way-back" };
}

type Among = { readonly runs: readonly Run[]; readonly provider: Provider; readonly step: Step };

/** As it was planned, or the way back from what the run that is taken back did; that may be a way back itself. */
function realStep({ plan, undoes }: Run, at: number, among: Among): PlannedStep | null {
  const planned = plan.steps[at] ?? null;
  if (undoes === undefined) return planned;
  const undone = among.runs.find(({ id }) => id === undoes);
  const done = undone?.steps[at]?.state === "done" ? realStep(undone, at, among) : null;
  return done && planned && (among.provider.undo(among.step, done) ?? (isAgain(plan, at) ? planned : null));
}

/**
 * What cannot be taken back is done once more where that leads back: a workflow that takes a version; a restart, or a call
 * that may be one, after a step that takes a version back, because servers read it when they start.
 */
function isAgain({ steps }: Run["plan"], at: number): boolean {
  const { doing, to } = steps[at] ?? {};
  if (doing === "run-workflow") return to !== undefined;
  const isAfterVersion = steps.slice(0, at).some((step) => step.to !== undefined && step.noop !== true);
  return isAfterVersion && (doing === "restart" || doing === "call");
}

/** Why there is nothing to do for a step, as it is told; nothing where it is so already. */
export function skippedFor({ because }: { readonly because?: "no-way-back" }) {
  return because === undefined ? {} : { because };
}

/** What a call of a step is given; the real value behind the run's source is looked up by whoever calls. */
export function callOf({ run, now }: RunAtWork, at: number, signal: AbortSignal, real?: string): Call {
  const begunAt = run.steps[at]?.at;
  const base = { signal, now, run: run.id, step: at, ...(begunAt === undefined ? {} : { begunAt }) };
  const { source } = run;
  if (source === undefined) return base;
  return { ...base, source, reveal: (token) => (token === source ? real : undefined) };
}
