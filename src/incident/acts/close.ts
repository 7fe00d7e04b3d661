import { beganAt } from "../began-at.ts";
import { boundedText } from "../bounded.ts";
import { endByHand } from "../decide-hands.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf } from "./over.ts";
import { refusedUnsettled } from "./unsettled.ts";

/** A person closes it. What fires on is held as long as they chose; what waits for cause and remediation is not closed (U-10). */
export const close: ActDecider<"close"> = (draft, { act, incident, doer, known }) => {
  const { phase, resolvedAt } = incident;
  if (phase === "closed") return refused("already-so", lastOf(incident, ["ended-by-hand", "closed"]));
  const unsettled = refusedUnsettled(incident);
  if (unsettled) return unsettled;
  const { hold, text } = act;
  if (phase === "resolved") {
    const lastedMs = (resolvedAt ?? draft.now) - beganAt(incident);
    const said = text === undefined ? {} : { text: boundedText(text) };
    draft.write("closed", { ...doer, ...said, lastedMs, received: known.received + draft.received }, doer.by);
  } else endByHand(draft, { as: "closed_by_hand", doer, hold, ...(text === undefined ? {} : { text }) }, known);
  return done;
};
