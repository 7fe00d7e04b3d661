import { boundedText } from "../bounded.ts";
import { heldNow, letGo } from "../decide-hands.ts";
import { isOpen } from "../incident.ts";
import { reached } from "../newly-owed.ts";
import { page } from "../paging.ts";
import { promise } from "../promise.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { lastOf } from "./over.ts";

/** It was not over: whoever it woke is woken again, and what people held of it is held no longer. */
export const reopen: ActDecider<"reopen"> = (draft, { act, incident, doer, known }) => {
  if (isOpen(incident)) return refused("not-over", lastOf(incident, ["reopened", "reopened-by-hand"]));
  // Its alerts speak of the newer one by now.
  if (known.group?.newest !== undefined && known.group.newest !== incident.uid) return refused("already-so");
  const { closedAt, resolvedAt, severity } = incident;
  const afterMs = draft.now - (resolvedAt ?? closedAt ?? draft.now);
  draft.write("reopened-by-hand", { ...doer, why: boundedText(act.why), afterMs }, doer.by);
  if (act.patience && draft.incident) draft.incident = { ...draft.incident, patience: act.patience };
  if (incident.owed.length > 0)
    promise(draft, { owed: incident.owed, deadlines: act.deadlines ?? [] }, severity, "reopened");
  const held = Object.entries(heldNow(draft, known)).filter(([, { uid }]) => uid === incident.uid);
  if (held.length > 0)
    letGo(
      draft,
      known,
      held.map(([print]) => print),
    );
  page(draft, { owed: reached(incident.owed, severity) }, severity, "reopened");
  return done;
};
