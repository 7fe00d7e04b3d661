import { boundedText } from "../bounded.ts";
import { type ActDecider, done } from "./act-decider.ts";

/** A word for the story; also after the end. */
export const note: ActDecider<"note"> = (draft, { act, doer }) => {
  draft.write("noted", { ...doer, text: boundedText(act.text) }, doer.by);
  return done;
};
