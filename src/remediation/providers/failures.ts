import type { PlanProblem } from "../../incident/actions/plan.ts";
import type { StepFailure } from "../../incident/actions/run.ts";
import type { Doing, Looking, Planning } from "../provider.ts";
import type { VendorFailure } from "./vendor-http.ts";

const problems = {
  denied: "denied",
  gone: "not-found",
  conflict: "faulty",
  busy: "away",
  refused: "faulty",
  away: "away",
  "timed-out": "timed-out",
  faulty: "faulty",
  unknown: "away",
} as const satisfies Record<VendorFailure["kind"], PlanProblem>;

/** A failure that ended a step without an effect; the rest is looked at or tried again. */
const final = {
  denied: "denied",
  gone: "gone",
  conflict: "conflict",
  refused: "refused",
  faulty: "faulty",
} as const satisfies Partial<Record<VendorFailure["kind"], StepFailure>>;

function detailOf({ detail }: VendorFailure) {
  return detail === undefined ? {} : { detail };
}

/** What a read that failed means for a plan. */
export function planningOf(failure: VendorFailure): Planning {
  return { kind: "problem", because: problems[failure.kind], ...detailOf(failure) };
}

/** What a request that failed means for a step that is being done: of a read that nothing was done. */
export function doingOf(failure: VendorFailure): Doing {
  const { kind, afterMs } = failure;
  if (kind === "unknown") return { kind, ...detailOf(failure) };
  if (kind === "busy" || kind === "away" || kind === "timed-out") {
    return { kind: "away", ...detailOf(failure), ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return { kind: "failed", because: final[kind], ...detailOf(failure) };
}

/** What a read that failed means for a look: what is gone is gone; whatever else leaves open how the step stands. */
export function lookingOf(failure: VendorFailure): Looking {
  if (failure.kind === "gone") return { kind: "failed", because: "gone", ...detailOf(failure) };
  return { kind: "away", ...detailOf(failure) };
}
