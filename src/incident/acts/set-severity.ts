import { compareSeverity } from "../../alert/severity.ts";
import { boundedText } from "../bounded.ts";
import { lasts, pageWanted } from "../incident.ts";
import { mayBeFull } from "../owing.ts";
import { endPages, isPager, page } from "../paging.ts";
import { promise } from "../promise.ts";
import { reach } from "../reach.ts";
import { covers } from "../silence.ts";
import { breakSilence } from "../silences.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf, refusedWhenOver } from "./over.ts";

/**
 * A person says how bad it is. Lower: the page ends where nobody is paged any more, and only what is worse than what they
 * judged raises it again (protocol 5.5). Higher: it owes what that severity brings, as a promotion does.
 */
export const setSeverity: ActDecider<"set-severity"> = (draft, { act, incident, doer }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const { to, why, owed, lifecycle } = act;
  const from = incident.severity;
  if (from === to) return refused("already-so", lastOf(incident, ["severity", "severity-by-hand"]));
  const endsPage = pageWanted(incident) && !owed.some(isPager);
  draft.write(
    "severity-by-hand",
    { ...doer, from, to, why: boundedText(why), ...(endsPage ? { endsPage } : {}) },
    doer.by,
  );
  const { patience: _before, ...standing } = draft.incident ?? incident;
  draft.incident = act.patience === undefined ? standing : { ...standing, patience: act.patience };
  if (endsPage) endPages(draft, incident);
  if (compareSeverity(to, from) < 0) return done;
  if (lifecycle === "full" && incident.lifecycle !== "full" && mayBeFull(incident))
    draft.write("lifecycle", { to: "full" }, doer.by);
  reach(draft, owed, "severity", doer.by);
  // What it is now is not what was silenced (behaviour 3).
  if (standing.silenced && !covers(standing.silenced, standing)) breakSilence(draft);
  if (draft.incident?.owed.length !== 0) promise(draft, act, to, "promoted");
  if (lasts(incident)) page(draft, { owed }, to, "first-paging-severity");
  return done;
};
