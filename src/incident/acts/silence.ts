import { isOpen } from "../incident.ts";
import { isGuarded, longestSilenceMs } from "../silence.ts";
import { silence as fallSilent, isOver } from "../silences.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";

/** Silences an incident, alone or with its service (behaviour 3, U-46). */
export const silence: ActDecider<"silence"> = (draft, { act, incident }) => {
  const { silence: asked } = act;
  if (!isOpen(incident)) return refused("over");
  if (isOver(asked, draft.now)) return refused("too-late");
  if (isTooLong(asked)) return refused("too-long");
  if (!asked.urgent && isGuarded(incident)) return refused("guarded");
  // It is in the book before it is here: an alert in between may have brought it.
  return incident.silenced?.id === asked.id || fallSilent(draft, asked) ? done : refused("already-so");
};

/** Only a group's incident may be silent until it resolves. */
function isTooLong({ until, at, scope }: Parameters<typeof isOver>[0]): boolean {
  return until === undefined ? scope.kind !== "group" : until - at > longestSilenceMs;
}
