import { boundedName } from "../bounded.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";

/** An expert who was called is here; how long it took is kept (U-27). */
export const joinAsExpert: ActDecider<"join-as-expert"> = (draft, { act, incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const group = boundedName(act.group);
  const calls = (incident.experts ?? []).filter((call) => call.group === group);
  const awaited = calls.find(({ joined }) => joined === undefined);
  if (!awaited) return refused("already-so", calls.at(-1)?.joined);
  draft.write("expert-joined", { ...doer, group, afterMs: draft.now - awaited.at }, doer.by);
  return done;
};
