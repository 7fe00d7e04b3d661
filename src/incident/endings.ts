import { beganAt } from "./began-at.ts";
import type { Known } from "./decision.ts";
import type { Draft } from "./draft.ts";
import { type Incident, lasts } from "./incident.ts";
import { ranks } from "./mark.ts";
import { mayBeFull } from "./owing.ts";
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
  draft.show();
  if (waitsForPeople(incident)) draft.write("recovered", { lastedMs, received });
  else draft.write("resolved", { lastedMs, received });
  endPages(draft, incident);
  closeLater(draft);
}

/** What people had to say is said: where the source has ended, the incident is resolved (requirements C.2). */
export function settle(draft: Draft, known: Known): void {
  const { incident } = draft;
  if (!incident || waitsForPeople(incident) || (lasts(incident) && incident.firing > 0)) return;
  const received = known.received + draft.received;
  draft.write("resolved", { lastedMs: draft.now - beganAt(incident), received });
  endPages(draft, incident);
  closeLater(draft);
}

/** What is resolved is closed after the reopen window. */
export function closeLater(draft: Draft): void {
  if (draft.incident?.phase !== "resolved") return;
  const { groupId, uid, reopenWindowMs } = draft.incident;
  draft.mark(
    { kind: "timer", groupId, uid, timer: "close" },
    { lane: "page", rank: ranks.rest, dueAt: draft.now + reopenWindowMs },
  );
}

/**
 * Whether its source's end alone does not end it: cause or remediation is missing. What nobody was told of, because it is
 * owed to nobody or silenced from its beginning, or never was worse than INFO, nobody will record a cause for; Vigie's own
 * trouble has none (protocol 3.5).
 */
export function waitsForPeople(incident: Incident): boolean {
  const { lifecycle, worst, owed, cause, remediation } = incident;
  if (lifecycle !== "full" || worst === "info" || owed.length === 0 || !mayBeFull(incident)) return false;
  if (isUnknown(incident)) return false;
  return cause === undefined || remediation === undefined;
}

/** Whether it is silenced, was told nowhere before that, and nobody who saw it all the same took it up. */
function isUnknown({ silenced, standing, acknowledged, judged, mitigated, cause }: Incident): boolean {
  if (!silenced || acknowledged || judged || mitigated || cause) return false;
  return Object.values(standing).every(({ state }) => state === "waiting");
}
