import { boundedText } from "../bounded.ts";
import { isOpen } from "../incident.ts";
import { type ActDecider, done } from "./act-decider.ts";

/** A word to stakeholders, with the time of the next; the last one may follow the end. */
export const update: ActDecider<"update"> = (draft, { act, incident, doer }) => {
  const { text, nextAt } = act;
  const next = nextAt === undefined || !isOpen(incident) ? {} : { nextAt };
  draft.write("update", { ...doer, text: boundedText(text), ...next }, doer.by);
  return done;
};
