import type { Incident } from "../../../src/incident/incident.ts";
import { chain, genesis, type JournalDraft } from "../../../src/incident/journal.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { TeamsDestination } from "../../../src/policy/destination.ts";

/** 20 November 2026, 09:00 UTC. */
export const nine = Date.UTC(2026, 10, 20, 9);

export const channel = "19:alerts@thread.tacv2";

export const destination: TeamsDestination = {
  id: `teams:${channel}`,
  receiver: "teams",
  conversation: channel,
  locale: "en",
  fallback: [],
};

const incident: Incident = {
  schema: 1,
  uid: "0123456789abcdef0123456789abcdef",
  groupId: "a".repeat(32),
  groupKey: "production/credit-scoring/credit/model-quality",
  identity: {
    environment: "production",
    environmentAssumed: false,
    service: "credit-scoring",
    model: "credit",
    family: "model-quality",
  },
  sources: ["alertmanager"],
  severity: "critical",
  worst: "critical",
  severityReason: { kind: "otherwise" },
  phase: "notified",
  openedAt: nine,
  updatedAt: nine,
  reopened: 0,
  firing: 1,
  resolved: 0,
  lead: { fingerprint: "f1", name: "AccuracyLow", summary: "accuracy is low", links: [] },
  owed: [{ id: destination.id, receiver: "teams", told: "chat", at: "warning" }],
  standing: {},
  deadlines: [],
  reopenWindowMs: 600_000,
  pageNo: 0,
  pageEnded: 0,
  truncated: 0,
  policyHash: "0123456789ab",
  seq: 3,
  head: genesis,
};

/** An incident as a receiver sees it; `entries` are the journal after entry 3. */
export function aView(change: Partial<Incident> = {}, entries: readonly JournalDraft[] = []): IncidentView {
  const story = chain({ seq: 3, head: genesis }, entries);
  return {
    incident: { ...incident, seq: 3 + entries.length, ...change },
    number: 1042,
    received: 5,
    lastReceivedAt: nine,
    alerts: [],
    story,
    dashboard: "https://vigie.example/incidents/VIG-1042",
    offers: [],
    sandbox: false,
  };
}

/** A promotion, which the thread tells and which rings. */
export const promoted: JournalDraft = {
  at: nine + 60_000,
  actor: "vigie",
  kind: "severity",
  data: { from: "warning", to: "critical", reason: { kind: "otherwise" }, fingerprint: "f1" },
};

/** An entry that the thread tells silently. */
export const resolved: JournalDraft = {
  at: nine + 120_000,
  actor: "source:alertmanager",
  kind: "resolved",
  data: { lastedMs: 120_000, received: 5 },
};
