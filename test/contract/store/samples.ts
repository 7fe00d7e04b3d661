import type { Change as ChangeMarker } from "../../../src/alert/change.ts";
import { groupIdOf } from "../../../src/incident/group.ts";
import type { AlertRow, Group, Incident } from "../../../src/incident/incident.ts";
import { chain, genesis, type JournalDraft } from "../../../src/incident/journal.ts";
import type { MarkRequest, Subject } from "../../../src/incident/mark.ts";
import type { Change, Count, GroupState, Store } from "../../../src/store/port.ts";
import { morning } from "./stores.ts";

let counter = 0;

/** An id that no other test has: 32 hex digits. */
export function freshId(): string {
  counter += 1;
  return counter.toString(16).padStart(32, "0");
}

/** The id of the group that tests call `name`. */
export function groupId(name: string): string {
  return groupIdOf("test", name);
}

/** A marker: the alias `champion` of the service `credit` moved. */
export function changeOf(id: string, over: Partial<ChangeMarker> = {}): ChangeMarker {
  return { id, source: "mlflow", kind: "alias", name: "champion", service: "credit", at: morning, ...over };
}

export function alertRow(fingerprint: string, over: Partial<AlertRow> = {}): AlertRow {
  return {
    fingerprint,
    status: "firing",
    severity: "critical",
    tag: `tag-${fingerprint}`,
    firstSeenAt: morning,
    lastChangedAt: morning,
    alert: {
      source: "alertmanager",
      fingerprint,
      status: "firing",
      name: "HighErrorRate",
      labels: { alertname: "HighErrorRate", service: "churn-api", instance: `10.0.0.${fingerprint.length}:8000` },
      annotations: { summary: "Taux d’erreur élevé 🚨" },
      startsAt: morning - 60_000,
      links: [{ kind: "runbook", url: "https://runbooks.example.com/errors" }],
    },
    ...over,
  };
}

export function incidentOf(group: string, uid: string, over: Partial<Incident> = {}): Incident {
  return {
    schema: 1,
    uid,
    groupId: groupId(group),
    groupKey: group,
    identity: { environment: "production", environmentAssumed: false, service: group, family: "errors" },
    sources: ["alertmanager"],
    severity: "critical",
    worst: "critical",
    severityReason: { kind: "label", label: "severity", value: "critical" },
    phase: "detected",
    openedAt: morning,
    updatedAt: morning,
    reopened: 0,
    firing: 1,
    resolved: 0,
    lead: { fingerprint: "a", name: "HighErrorRate", links: [] },
    owed: [],
    standing: {},
    deadlines: [],
    reopenWindowMs: 600_000,
    pageNo: 0,
    pageEnded: 0,
    truncated: 0,
    policyHash: "0123456789ab",
    seq: 0,
    head: genesis,
    ...over,
  };
}

export function groupOf(name: string, version: number, over: Partial<Group> = {}): Group {
  return { schema: 1, groupId: groupId(name), groupKey: name, version, series: {}, ...over };
}

export const draft = (kind: string, data: Record<string, unknown> = {}): JournalDraft => ({
  at: morning,
  actor: "vigie",
  kind,
  data,
});

/** What may differ from the plain change of a test. */
type Changed = Partial<Omit<Change, "incident" | "alerts" | "entries">> & {
  readonly incident?: Partial<Incident>;
  readonly alerts?: readonly AlertRow[];
  readonly drafts?: readonly JournalDraft[];
};

/** An incident opens in a group: version `baseVersion` (0) + 1, one alert `a`, one journal entry. */
export function opening(name: string, over: Changed = {}): Change {
  const { incident: differing, drafts = [draft("opened")], alerts = [alertRow("a")], ...rest } = over;
  const baseVersion = over.baseVersion ?? 0;
  const entries = chain({ seq: 0, head: genesis }, drafts);
  const uid = differing?.uid ?? freshId();
  const incident = incidentOf(name, uid, { seq: entries.length, head: entries.at(-1)?.hash ?? genesis, ...differing });
  return {
    kind: "change",
    attemptId: freshId(),
    baseVersion,
    group: groupOf(name, baseVersion + 1, { newest: uid }),
    incident,
    opens: true,
    entries,
    alerts,
    received: alerts.length,
    receivedAt: morning,
    marks: [],
    senderIds: [],
    ...rest,
  };
}

/** A healthy measurement: the group's series moves, no incident is there. */
export function healthy(name: string, baseVersion = 0): Change {
  const group = groupOf(name, baseVersion + 1);
  return { ...opening(name, { baseVersion, drafts: [], alerts: [] }), group, incident: null, opens: false };
}

/** What is decided next on a stored state: by default nothing but one more journal entry. */
export function following(state: GroupState, over: Changed = {}): Change {
  const { group, newest } = state;
  if (!group || !newest) throw new Error("nothing to follow");
  const { incident: differing, drafts = [draft("noted")], alerts = [], ...rest } = over;
  const entries = chain(newest.incident, drafts);
  const head = entries.at(-1) ?? { seq: newest.incident.seq, hash: newest.incident.head };
  return {
    kind: "change",
    attemptId: freshId(),
    baseVersion: group.version,
    group: { ...group, version: group.version + 1 },
    incident: { ...newest.incident, seq: head.seq, head: head.hash, ...differing },
    opens: false,
    entries,
    alerts,
    received: alerts.length,
    receivedAt: morning,
    marks: [],
    senderIds: [],
    ...rest,
  };
}

/** A repeat of alert `a` of the incident that a change opened. */
export function repeat(of: Change, over: Partial<Count> = {}): Count {
  if (!of.incident) throw new Error("nothing to repeat");
  return {
    kind: "count",
    attemptId: freshId(),
    groupId: of.group.groupId,
    uid: of.incident.uid,
    items: [{ fingerprint: "a", tag: "tag-a", times: 1 }],
    receivedAt: morning,
    marks: [],
    senderIds: [],
    ...over,
  };
}

/** A destination of the incident that a change opened. */
export function destination(of: Change, place = "slack:#ai-alerts"): Subject {
  if (!of.incident) throw new Error("no incident");
  return { kind: "destination", groupId: of.group.groupId, uid: of.incident.uid, destination: place };
}

export function markOf(subject: Subject, over: Partial<MarkRequest> = {}): MarkRequest {
  return { subject, lane: "chat", rank: 3, dueAt: 0, ...over };
}

export const job = (name: string): Subject => ({ kind: "job", job: name });

/** The state of one group; fingerprint `a` by default. */
export async function stateOf(
  store: Store,
  name: string,
  fingerprints: readonly string[] = ["a"],
  senderIds: readonly string[] = [],
): Promise<GroupState> {
  const [state] = await store.load([{ groupId: groupId(name), fingerprints, senderIds }]);
  if (!state) throw new Error("load gave no state");
  return state;
}
