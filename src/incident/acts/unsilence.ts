import { isOpen } from "../incident.ts";
import { ranks } from "../mark.ts";
import { ring, silentForMs } from "../silences.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";

/** Ends a silence before its time: what still fires rings as new (behaviour 3). */
export const unsilence: ActDecider<"unsilence"> = (draft, { incident, doer }) => {
  const { silenced, groupId, uid } = incident;
  if (!silenced || !isOpen(incident)) return refused(silenced ? "over" : "already-so");
  draft.write("unsilenced", { ...doer, forMs: silentForMs(incident, draft.now) }, doer.by);
  ring(draft);
  // What it was written to besides the incident is told by its timer.
  draft.mark({ kind: "timer", groupId, uid, timer: "silence" }, { lane: "page", rank: ranks.phase, dueAt: 0 });
  return done;
};
