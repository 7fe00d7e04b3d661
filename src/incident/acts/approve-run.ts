import { beginMitigation } from "../actions/begin-run.ts";
import { isSamePerson } from "../same-person.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf, refusedWhenOver } from "./over.ts";
import { decidesAlone, reasonOf } from "./run-action.ts";
import { waitingRun } from "./waiting-run.ts";

/** Somebody else than who asked says yes (four eyes, U-29), or who is on call breaks glass (behaviour 6). */
export const approveRun: ActDecider<"approve-run"> = (draft, { act, incident, doer, known }) => {
  const run = waitingRun(incident, act.run, "asked");
  if (!run) return refused("not-waiting", lastOf(incident, ["action-approved", "action-declined"]));
  const over = refusedWhenOver(incident);
  if (over) return over;
  const isAlone = decidesAlone({ ...act, action: run.action });
  if (isSamePerson(doer.by, run.by) && !isAlone) return refused("own-request", { by: run.by, at: run.askedAt });
  const said = { ...reasonOf(act.why), ...(isAlone ? { alone: true as const } : {}) };
  draft.write("action-approved", { ...doer, run: run.id, ...said }, doer.by);
  beginMitigation(draft, known, doer.by);
  return done;
};
