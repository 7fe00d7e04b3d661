import type { LookedUp } from "../policy/people/vendor-people.ts";
import type { Failure } from "./http-failure.ts";

/** What a failed call says of the person or group that was asked for. */
export function lookUpFailure(failure: Failure): Exclude<LookedUp<never>, { readonly kind: "found" }> {
  if (failure.kind === "retry") {
    return { kind: "away", ...(failure.afterMs === undefined ? {} : { afterMs: failure.afterMs }) };
  }
  const isBarred = failure.reason === "unauthorized" || failure.reason === "forbidden";
  return { kind: isBarred ? "barred" : "absent" };
}
