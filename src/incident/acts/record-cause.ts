import { boundedText, excerptOf } from "../bounded.ts";
import { meet } from "../deadlines.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { advance } from "./advance.ts";
import { refusedWhenOver } from "./over.ts";

/** The cause is found: data, model or external (U-09). Found otherwise later, the later word stands. */
export const recordCause: ActDecider<"record-cause"> = (draft, { act, incident, doer, known }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const { cause: before } = incident;
  const text = boundedText(act.text);
  if (before?.cause === act.cause && before.text === excerptOf(text)) return refused("already-so", before);
  draft.write("cause", { ...doer, cause: act.cause, text }, doer.by);
  meet(draft, ["investigation_start", "root_cause"], doer.by);
  advance(draft, "remediating", known, doer.by);
  return done;
};
