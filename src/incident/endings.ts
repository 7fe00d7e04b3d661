import { beganAt } from "./began-at.ts";
import type { Known } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Incident } from "./incident.ts";
import { ranks } from "./mark.ts";
import { endPages } from "./paging.ts";
import { wouldHaveEnded } from "./shadow.ts";

/**
 * The source ended (behaviour 3). A short lifecycle resolves, and closes after the reopen window; a full one recovers and
 * waits for cause and remediation.
 */
export function end(draft: Draft, incident: Incident, known: Known): void {
  const lastedMs = draft.now - beganAt(incident);
  const received = known.received + draft.received;
  wouldHaveEnded(draft);
  draft.visible = "yes";
  draft.tellsAdopted = true;
  if (waitsForPeople(incident)) draft.write("recovered", { lastedMs, received });
  else draft.write("resolved", { lastedMs, received });
  endPages(draft, incident);
  if (draft.incident?.phase !== "resolved") return;
  const { groupId, uid, reopenWindowMs } = incident;
  draft.mark(
    { kind: "timer", groupId, uid, timer: "close" },
    { lane: "page", rank: ranks.rest, dueAt: draft.now + reopenWindowMs },
  );
}

/** What nobody was told of, or never was worse than INFO, nobody will record a cause for. */
function waitsForPeople({ lifecycle, worst, owed }: Incident): boolean {
  return lifecycle === "full" && worst !== "info" && owed.length > 0;
}
