import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf } from "./over.ts";
import { waitingRun } from "./waiting-run.ts";

/** Stops in its veto window what would begin by itself. */
export const holdRun: ActDecider<"hold-run"> = (draft, { act, incident, doer }) => {
  const run = waitingRun(incident, act.run, "veto");
  if (!run) return refused("not-waiting", lastOf(incident, ["action-held", "action-hurried"]));
  draft.write("action-held", { ...doer, run: run.id }, doer.by);
  return done;
};
