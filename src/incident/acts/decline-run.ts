import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf } from "./over.ts";
import { reasonOf } from "./run-action.ts";
import { waitingRun } from "./waiting-run.ts";

/** Somebody says no to what waits for an approver; also after the incident's end, so that it waits no more. */
export const declineRun: ActDecider<"decline-run"> = (draft, { act, incident, doer }) => {
  const run = waitingRun(incident, act.run, "asked");
  if (!run) return refused("not-waiting", lastOf(incident, ["action-approved", "action-declined"]));
  draft.write("action-declined", { ...doer, run: run.id, ...reasonOf(act.why) }, doer.by);
  return done;
};
