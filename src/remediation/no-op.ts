import type { Run, RunStep } from "../incident/actions/run.ts";
import { servesOnly } from "./serving.ts";

/**
 * Whether a run whose steps are over made nothing different: none of them changed anything, or the version that it went to
 * was there and served before (behaviour 7: that is a failure, and is said so).
 */
export function isNoOp({ plan, steps }: Pick<Run, "plan" | "steps">): boolean {
  const changed = steps.map(isChange);
  if (!changed.includes(true)) return true;
  const { to, serving } = plan;
  const movedVersion = plan.steps.some((step, at) => step.to !== undefined && changed[at]);
  const isVersioned = to !== undefined && plan.steps.some((step) => step.to !== undefined);
  return isVersioned && !movedVersion && serving !== undefined && servesOnly(serving, to);
}

function isChange({ state, before, after }: RunStep): boolean {
  return state === "done" && !(before !== undefined && before === after);
}
