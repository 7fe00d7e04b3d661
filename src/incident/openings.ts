import { earlierStart } from "./began-at.ts";
import { boundedGroupKey, boundedIdentity, boundedReason, boundedTeam } from "./bounded.ts";
import type { Moment } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { EntryData } from "./entry-kinds.ts";
import type { JudgedAlert } from "./fact.ts";
import type { AlertRow, Incident } from "./incident.ts";
import { genesis } from "./journal.ts";
import { leadOf } from "./lead.ts";
import { reached } from "./newly-owed.ts";
import type { Fires } from "./occurrence.ts";
import { mayBeFull } from "./owing.ts";
import { patienceOf } from "./patience.ts";
import { deadlinesOf } from "./promise.ts";

/**
 * Opens an incident with the alert that fires first.
 *
 * @param follows the incident before it, where a person ended that one
 */
export function open(
  draft: Draft,
  row: AlertRow,
  judged: JudgedAlert,
  { now, newUid }: Moment,
  follows: EntryData["opened"]["follows"],
): void {
  const { alert, judgement } = judged;
  const { groupId, reopenWindowMs, policyHash, team } = judgement;
  const owed = reached(judgement.owed, row.severity);
  const isFull = judgement.lifecycle === "full" && mayBeFull({ sources: [alert.source] });
  const kept = {
    ...(isFull ? { lifecycle: "full" as const } : {}),
    ...(team === undefined ? {} : { team: boundedTeam(team) }),
  };
  const identity = boundedIdentity(judgement.identity);
  const groupKey = boundedGroupKey(judgement.groupKey);
  const reason = boundedReason(judgement.reason);
  const deadlines = deadlinesOf(judgement, row.severity, now);
  const patience = patienceOf(judgement);
  draft.opens = true;
  draft.visible = "yes";
  draft.incident = {
    schema: 1,
    uid: newUid(),
    groupId,
    groupKey,
    identity,
    sources: [alert.source],
    severity: row.severity,
    worst: row.severity,
    severityReason: reason,
    phase: "detected",
    openedAt: now,
    ...earlierStart({ openedAt: now }, alert),
    updatedAt: now,
    reopened: 0,
    firing: 1,
    resolved: 0,
    lead: leadOf(judged.alert, judged.judgement),
    owed,
    standing: Object.fromEntries(owed.map(({ id }) => [id, { state: "waiting" as const }])),
    deadlines,
    ...(patience === undefined ? {} : { patience }),
    reopenWindowMs,
    pageNo: 0,
    pageEnded: 0,
    truncated: 0,
    ...kept,
    policyHash,
    seq: 0,
    head: genesis,
  };
  draft.write(
    "opened",
    {
      identity,
      groupKey,
      source: alert.source,
      severity: row.severity,
      reason,
      fingerprint: alert.fingerprint,
      name: alert.name,
      environment: identity.environment,
      ...(identity.service === undefined ? {} : { service: identity.service }),
      ...(identity.model === undefined ? {} : { model: identity.model }),
      owed: [...owed],
      deadlines,
      reopenWindowMs,
      ...kept,
      ...(follows === undefined ? {} : { follows }),
      policy: policyHash,
    },
    alert.by ?? `source:${alert.source}`,
  );
}

/** An incident comes back after its end; the severity is that of what fires now, the worst stays. */
export function reopen(
  draft: Draft,
  before: Incident,
  { row, refires, again }: Fires,
  judged: JudgedAlert,
  wakes: boolean,
): void {
  draft.incident = {
    ...before,
    firing: 1,
    resolved: before.resolved - (again ? 1 : 0),
    lead: leadOf(judged.alert, judged.judgement),
  };
  draft.write("reopened", {
    severity: row.severity,
    reason: boundedReason(judged.judgement.reason),
    afterMs: draft.now - (before.resolvedAt ?? draft.now),
    wakes,
    because: refires ? "fires-again" : "new-occurrence",
  });
  draft.visible = "yes";
}
