import { meet } from "../deadlines.ts";
import { endByHand } from "../decide-hands.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf } from "./over.ts";

/** A false positive ends the incident; its source may fire on and is held (behaviour 3, protocol 5.3). */
export const judgeFalse: ActDecider<"judge-false"> = (draft, { act, incident, doer, known }) => {
  if (incident.phase === "closed") return refused("over", lastOf(incident, ["ended-by-hand", "closed"]));
  const { hold, because, text } = act;
  meet(draft, ["triage", "reaction"], doer.by);
  endByHand(draft, { as: "false_positive", doer, hold, because, ...(text === undefined ? {} : { text }) }, known);
  return done;
};
