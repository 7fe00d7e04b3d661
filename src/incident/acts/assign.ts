import type { Actor } from "../actor.ts";
import { boundedActor, boundedName } from "../bounded.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";

/** Somebody is to work on it; they are called in the thread. It does not acknowledge in their name. */
export const assign: ActDecider<"assign"> = (draft, { act, incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const to = boundedActor(act.to.id);
  if (incident.assignee?.to === to) return refused("already-so", incident.assignee);
  draft.write("assigned", { ...doer, to, ...calledAs(act.to) }, doer.by);
  return done;
};

/** What somebody is called. How each chat mentions them is looked up when it is told. */
export function calledAs({ name }: Actor): { readonly toName?: string } {
  return name === undefined ? {} : { toName: boundedName(name) };
}
