import { boundedActor } from "../bounded.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { calledAs } from "./assign.ts";
import { refusedWhenOver } from "./over.ts";

/** Appoints the Incident Commander, or hands the role over: the journal says from whom (U-26). */
export const appoint: ActDecider<"appoint"> = (draft, { act, incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const to = boundedActor(act.to.id);
  const { commander: before } = incident;
  if (before?.id === to) return refused("already-so", { by: before.id, at: before.at });
  draft.write("commander", { ...doer, to, ...calledAs(act.to), ...(before ? { from: before.id } : {}) }, doer.by);
  return done;
};
