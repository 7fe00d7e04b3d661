import { beganAt } from "../began-at.ts";
import { boundedText } from "../bounded.ts";
import { closeLater } from "../endings.ts";
import { lasts, sourceFires } from "../incident.ts";
import { endPages } from "../paging.ts";
import { wouldHaveEnded } from "../shadow.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";
import { refusedUnsettled } from "./unsettled.ts";

/** A person says that it is over. While its source fires it is not: that would be a false positive, or a close (behaviour 3). */
export const resolve: ActDecider<"resolve"> = (draft, { act, incident, doer, known }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (lasts(incident) && sourceFires(incident)) return refused("still-firing");
  const unsettled = refusedUnsettled(incident);
  if (unsettled) return unsettled;
  wouldHaveEnded(draft);
  draft.write(
    "resolved-by-hand",
    {
      ...doer,
      lastedMs: draft.now - beganAt(incident),
      received: known.received + draft.received,
      ...(act.text === undefined ? {} : { text: boundedText(act.text) }),
    },
    doer.by,
  );
  endPages(draft, incident);
  closeLater(draft);
  return done;
};
