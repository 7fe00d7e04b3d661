import { meet } from "../deadlines.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { advance } from "./advance.ts";
import { refusedWhenOver } from "./over.ts";

/** It is real: from now on it waits for cause and remediation (U-07, behaviour 3). Whoever judges has taken it up. */
export const judgeReal: ActDecider<"judge-real"> = (draft, { incident, doer, known }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (incident.judged) return refused("already-so", incident.judged);
  if (!incident.acknowledged) {
    draft.write("acknowledged", doer, doer.by);
    draft.markPages();
  }
  draft.write("judged", { ...doer, as: "real" }, doer.by);
  meet(draft, ["triage", "reaction"], doer.by);
  advance(draft, "mitigating", known, doer.by);
  return done;
};
