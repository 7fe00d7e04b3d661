import { meet } from "../deadlines.ts";
import { phases } from "../incident.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { advance } from "./advance.ts";
import { lastOf, refusedWhenOver } from "./over.ts";

/** Somebody looks for the cause (C-09: the investigation has started). */
export const investigate: ActDecider<"investigate"> = (draft, { incident, doer, known }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (phases.indexOf(incident.phase) >= phases.indexOf("investigating") && !isAwaited(incident.deadlines))
    return refused("already-so", lastOf(incident, ["investigating", "mitigated", "cause"]));
  draft.write("investigating", doer, doer.by);
  meet(draft, ["investigation_start"], doer.by);
  advance(draft, "investigating", known, doer.by);
  return done;
};

/** Mitigating moves the phase on, but does not start an investigation that was promised. */
function isAwaited(deadlines: readonly { readonly kind: string }[]): boolean {
  return deadlines.some(({ kind }) => kind === "investigation_start");
}
