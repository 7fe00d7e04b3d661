import { ranks } from "../mark.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf, refusedWhenOver } from "./over.ts";

/** A channel of its own for a major incident; a mark opens it. */
export const openChannel: ActDecider<"open-channel"> = (draft, { incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (incident.channel) return refused("already-so", lastOf(incident, ["channel-asked"]));
  const { groupId, uid } = incident;
  draft.write("channel-asked", doer, doer.by);
  draft.mark({ kind: "timer", groupId, uid, timer: "channel" }, { lane: "page", rank: ranks.rest, dueAt: 0 });
  return done;
};
