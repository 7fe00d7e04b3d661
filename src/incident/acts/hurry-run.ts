import { beginMitigation } from "../actions/begin-run.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf, refusedWhenOver } from "./over.ts";
import { waitingRun } from "./waiting-run.ts";

/** Begins now what would begin by itself at the end of its veto window. */
export const hurryRun: ActDecider<"hurry-run"> = (draft, { act, incident, doer, known }) => {
  const run = waitingRun(incident, act.run, "veto");
  if (!run) return refused("not-waiting", lastOf(incident, ["action-held", "action-hurried"]));
  const over = refusedWhenOver(incident);
  if (over) return over;
  draft.write("action-hurried", { ...doer, run: run.id }, doer.by);
  beginMitigation(draft, known, doer.by);
  return done;
};
