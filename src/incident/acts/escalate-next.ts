import { boundedText } from "../bounded.ts";
import { lasts } from "../incident.ts";
import { takeNextStep } from "../ladder.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";

/** A person takes the next step of the ladder before its time: the pager's own, else the policy's (behaviour 5). */
export const escalateNext: ActDecider<"escalate"> = (draft, { act: { why }, incident, doer }) => {
  if (!lasts(incident)) return refused("over");
  return takeNextStep(draft, "by-hand", { ...doer, ...(why === undefined ? {} : { why: boundedText(why) }) })
    ? done
    : refused("no-ladder");
};
