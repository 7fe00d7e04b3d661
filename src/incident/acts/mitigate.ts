import { boundedText } from "../bounded.ts";
import { meet } from "../deadlines.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { advance } from "./advance.ts";
import { refusedWhenOver } from "./over.ts";

/** Users are safe again, or that is waived with a reason: its cause is looked for next (requirements C.2). */
export const mitigate: ActDecider<"mitigate"> = (draft, { act, incident, doer, known }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (incident.mitigated) return refused("already-so", incident.mitigated);
  draft.write("mitigated", { ...doer, how: act.how, text: boundedText(act.text) }, doer.by);
  meet(draft, ["reaction"], doer.by);
  advance(draft, "investigating", known, doer.by);
  return done;
};
