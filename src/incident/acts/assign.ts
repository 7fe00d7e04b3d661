import { boundedActor, boundedName, boundedWord } from "../bounded.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";

/** Somebody is to work on it; they are mentioned by a new message. It does not acknowledge in their name. */
export const assign: ActDecider<"assign"> = (draft, { act, incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const to = boundedActor(act.to.id);
  if (incident.assignee?.to === to) return refused("already-so", incident.assignee);
  draft.write("assigned", { ...doer, to, ...calledAs(act) }, doer.by);
  return done;
};

/** What somebody is called, and how they are mentioned. */
export function calledAs(act: { readonly to: { readonly name?: string }; readonly mention?: string }): {
  toName?: string;
  mention?: string;
} {
  return {
    ...(act.to.name === undefined ? {} : { toName: boundedName(act.to.name) }),
    ...(act.mention === undefined ? {} : { mention: boundedWord(act.mention) }),
  };
}
