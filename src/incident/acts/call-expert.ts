import { boundedName, boundedText, boundedWord } from "../bounded.ts";
import { lasts } from "../incident.ts";
import { page } from "../paging.ts";
import { reach } from "../reach.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";

/** Receivers in which a group is mentioned, at most. */
const mentionsMax = 5;

/** Calls a group of experts: mentioned where it is told, paged where they have a service of their own (U-27). */
export const callExpert: ActDecider<"call-expert"> = (draft, { act, incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const group = boundedName(act.group);
  const awaited = incident.experts?.find((call) => call.group === group && !call.joined);
  if (awaited) return refused("already-so", awaited);
  const mentions = Object.fromEntries(
    Object.entries(act.mentions)
      .slice(0, mentionsMax)
      .map(([receiver, mention]) => [receiver, boundedWord(mention)]),
  );
  const why = act.why === undefined ? {} : { why: boundedText(act.why) };
  draft.write("expert-called", { ...doer, group, mentions, ...why }, doer.by);
  reach(draft, act.owed, "escalated", doer.by);
  // Whoever works on it already is not woken for that.
  if (lasts(incident)) page(draft, { owed: act.owed }, incident.severity, "first-paging-severity");
  return done;
};
