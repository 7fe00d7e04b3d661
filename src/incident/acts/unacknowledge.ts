import { boundedWord } from "../bounded.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";

/** A vendor took the acknowledgement back: nobody has it, and escalation starts anew; the phase stays (behaviour 5). */
export const unacknowledge: ActDecider<"unacknowledge"> = (draft, { act, incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (!incident.acknowledged) return refused("not-acknowledged");
  draft.write("unacknowledged", { ...doer, because: boundedWord(act.because) }, doer.by);
  return done;
};
