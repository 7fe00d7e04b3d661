import type { PlannedStep } from "../incident/actions/plan.ts";
import type { StepFailure } from "../incident/actions/run.ts";
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
  if (run.undoes === undefined) return { kind: "bound", step, planned, provider };
  const undone = incident.runs?.find(({ id }) => id === run.undoes);
  const original = undone?.plan.steps[at];
  if (!original || undone?.steps[at]?.state !== "done") return { kind: "nothing" };
  const back = provider.undo(step, original) ?? again(planned);
  return back ? { kind: "bound", step, planned: back, provider } : { kind: "nothing" };
}

/** What cannot be taken back is done once more where that leads back: a restart after the alias, a workflow that takes a version. */
function again(planned: PlannedStep): PlannedStep | null {
  if (planned.doing === "restart") return planned;
  return planned.doing === "run-workflow" && planned.to !== undefined ? planned : null;
}

/** What a call of a step is given; the real value behind the run's source is looked up by whoever calls. */
export function callOf({ run, now }: RunAtWork, at: number, signal: AbortSignal, real?: string): Call {
  const base = { signal, now, run: run.id, step: at };
  const { source } = run;
  if (source === undefined) return base;
  return { ...base, source, reveal: (token) => (token === source ? real : undefined) };
}
