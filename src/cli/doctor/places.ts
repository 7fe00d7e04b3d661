import { checkDestinations } from "../../delivery/check-destinations.ts";
import { placeName } from "../../incident/draw.ts";
import { noLog } from "../../log.ts";
import { createReceivers } from "../../receivers/index.ts";
import { checkNotes } from "../../words/check-notes.ts";
import { fill } from "../../words/running.ts";
import type { Check, Finding } from "./finding.ts";

/** Said once for the vendor by its own check, not for each place. */
const saidElsewhere = /^slack-(?:lacks-|no-workspace$|unreachable$)/;

/** Each destination of the policy as at start: channel, project, key, and what to click where one is not ready. */
export const checkPlaces: Check = async ({ policy, access, now, locale, words }) => {
  const checked = await checkDestinations([...policy.destinations.values()], createReceivers(access, now), noLog);
  return checked.flatMap(({ destination, result }): readonly Finding[] => {
    const { id, receiver } = destination;
    const place = placeName(id, undefined, locale, [...policy.destinations.values()]);
    const notes = result.notes.filter(({ key }) => !saidElsewhere.test(key));
    const level = result.kind === "faulty" ? "wrong" : "note";
    if (notes.length === 0) {
      const isFine = result.kind === "ok" && result.notes.every(({ key }) => key.startsWith("slack-lacks-"));
      return isFine ? [{ about: receiver, level: "ok", says: `${place}: ${words.fine}` }] : [];
    }
    return notes.map(({ key, values }) => ({
      about: receiver,
      level: ["teams-connected", "pagerduty-key-untested"].includes(key) ? "ok" : level,
      says: placed(place, fill(checkNotes[key]?.[locale] ?? key, values)),
    }));
  });
};

/** The note with its place, where it does not name it itself: `PagerDuty` and `Teams` alone are the heading already. */
function placed(place: string, note: string): string {
  const [, ...name] = place.split(" ");
  return name.length === 0 || note.includes(name.join(" ")) ? note : `${place}: ${note}`;
}
