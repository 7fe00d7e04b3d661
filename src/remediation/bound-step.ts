import type { PlannedStep } from "../incident/actions/plan.ts";
import type { Run, StepFailure } from "../incident/actions/run.ts";
import type { Step } from "../policy/actions/step.ts";
import { keyOfStep } from "./key-of-step.ts";
import type { Call, Provider } from "./provider.ts";
import type { RunAtWork } from "./run-at-work.ts";

/** A step of a run with what does it. `nothing`: there is nothing to do for it. */
export type BoundStep =
  | { readonly kind: "bound"; readonly step: Step; readonly planned: PlannedStep; readonly provider: Provider }
  | { readonly kind: "nothing" }
  | { readonly kind: "failed"; readonly because: StepFailure };

/** The step of a run at a place: by the policy in force, by the plan that people saw, and for an undo the real way back. */
export function boundStep({ action, run, incident, deps }: RunAtWork, at: number): BoundStep {
  const planned = run.plan.steps[at];
  const step = action?.steps.find((one) => keyOfStep(one) === planned?.key);
  if (!planned || !step) return { kind: "failed", because: "policy-changed" };
  const provider: Provider | undefined = deps.providers[step.provider];
  if (!provider) return { kind: "failed", because: "no-credentials" };
  const real = realStep(run, at, { runs: incident.runs ?? [], provider, step });
  return real ? { kind: "bound", step, planned: real, provider } : { kind: "nothing" };
}

type Among = { readonly runs: readonly Run[]; readonly provider: Provider; readonly step: Step };

/** As it was planned, or the way back from what the run that is taken back did; that may be a way back itself. */
function realStep({ plan, undoes }: Run, at: number, among: Among): PlannedStep | null {
  const planned = plan.steps[at] ?? null;
  if (undoes === undefined) return planned;
  const undone = among.runs.find(({ id }) => id === undoes);
  const done = undone?.steps[at]?.state === "done" ? realStep(undone, at, among) : null;
  return done && planned && (among.provider.undo(among.step, done) ?? again(planned));
}

/** What cannot be taken back is done once more where that leads back: a restart after the alias, a workflow that takes a version. */
function again(planned: PlannedStep): PlannedStep | null {
  if (planned.doing === "restart") return planned;
  return planned.doing === "run-workflow" && planned.to !== undefined ? planned : null;
}

/** What a call of a step is given; the real value behind the run's source is looked up by whoever calls. */
export function callOf({ run, now }: RunAtWork, at: number, signal: AbortSignal, real?: string): Call {
  const begunAt = run.steps[at]?.at;
  const base = { signal, now, run: run.id, step: at, ...(begunAt === undefined ? {} : { begunAt }) };
  const { source } = run;
  if (source === undefined) return base;
  return { ...base, source, reveal: (token) => (token === source ? real : undefined) };
}
