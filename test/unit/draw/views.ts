import type { Alert } from "../../../src/alert/alert.ts";
import type { AlertRow, Incident } from "../../../src/incident/incident.ts";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import type { Owed } from "../../../src/incident/judgement.ts";
import type { IncidentView } from "../../../src/incident/view.ts";

/** 2026-11-20 09:00 UTC; minutes count from it. */
export const nine = Date.UTC(2026, 10, 20, 9);
export const minute = (n: number): number => nine + n * 60_000;

const place = { file: "policies/default.yaml", line: 41 };
export const slack: Owed = { id: "slack:#ai-alerts", receiver: "slack", told: "chat", at: "warning", place };
export const jira: Owed = { id: "jira:OPS", receiver: "jira", told: "ticket", at: "warning", place };
export const pagerduty: Owed = {
  id: "pagerduty:1f0c9a",
  receiver: "pagerduty",
  told: "on-call",
  at: "critical",
  place,
};

const accuracy: Alert = {
  source: "drift",
  fingerprint: "drift-accuracy",
  status: "firing",
  name: "accuracy",
  labels: { service: "credit-scoring" },
  annotations: {},
  startsAt: nine,
  links: [
    { kind: "dashboard", url: "https://grafana.example.com/d/credit" },
    { kind: "report", url: "https://drift.example.com/r/1" },
  ],
  model: { name: "credit", version: "8" },
  measurement: {
    metric: "accuracy",
    value: 0.846,
    baseline: 0.95,
    direction: "lower_is_worse",
    sampleSize: 50_000,
    windowFrom: minute(-60),
    windowTo: nine,
  },
};

export function rowOf(alert: Alert): AlertRow {
  const { fingerprint, status } = alert;
  return { fingerprint, status, severity: "critical", tag: "f", firstSeenAt: nine, lastChangedAt: nine, alert };
}

const drift: Incident = {
  schema: 1,
  uid: "5f1d0c6e8a9b4c7d8e9f0a1b2c3d4e5f",
  groupId: "1234567890abcdef1234567890abcdef",
  groupKey: "environment=prod,service=credit-scoring",
  identity: {
    environment: "prod",
    environmentAssumed: false,
    service: "credit-scoring",
    model: "credit",
    family: "model-quality",
  },
  sources: ["drift"],
  severity: "urgent",
  worst: "urgent",
  severityReason: {
    kind: "threshold",
    metric: "accuracy",
    measure: "relative-drop",
    band: "> 10%",
    figure: 0.10947368,
    place: { file: "policies/default.yaml", line: 23 },
  },
  phase: "notified",
  openedAt: minute(1),
  startedAt: minute(0),
  updatedAt: minute(1),
  reopened: 0,
  firing: 1,
  resolved: 0,
  lead: {
    fingerprint: "drift-accuracy",
    name: "accuracy",
    modelVersion: "8",
    ...(accuracy.measurement && { measurement: accuracy.measurement }),
    figure: { measure: "relative-drop", degradation: 0.10947368 },
    runbook: {
      id: "model-quality",
      meaning: {
        en: "The model answers worse than what was accepted at release.",
        fr: "Le modèle répond moins bien que ce qui a été accepté à la mise en service.",
      },
      first: { en: "compare v7 and v8 on the last window.", fr: "comparer v7 et v8 sur la dernière fenêtre." },
    },
    links: accuracy.links,
  },
  owed: [slack, jira, pagerduty],
  standing: {
    "slack:#ai-alerts": { state: "told", link: "https://acme.slack.com/archives/C1/p1", firstToldAt: minute(1) },
    "jira:OPS": { state: "told", link: "https://acme.atlassian.net/browse/OPS-311", label: "OPS-311" },
    "pagerduty:1f0c9a": { state: "told", pageNo: 1, pagedAt: minute(1) },
  },
  deadlines: [
    { kind: "reaction", dueAt: minute(31), severity: "urgent" },
    { kind: "triage", dueAt: minute(16), severity: "urgent" },
    { kind: "root_cause", dueAt: minute(48 * 60), severity: "urgent" },
  ],
  reopenWindowMs: 600_000,
  pageNo: 1,
  pageEnded: 0,
  truncated: 0,
  policyHash: "abcdef012345",
  seq: 6,
  head: "0".repeat(64),
};

/** The first picture of `cards.md`: a model that answers 10.9 % worse. */
export const driftView: IncidentView = {
  incident: drift,
  number: 1042,
  received: 5,
  lastReceivedAt: minute(5),
  alerts: [rowOf(accuracy)],
  story: [],
  dashboard: "https://vigie.example.com/incidents/VIG-1042",
  offers: [],
  sandbox: false,
};

export function podAlert(pod: string, status: Alert["status"] = "firing"): Alert {
  return {
    source: "alertmanager",
    fingerprint: `fp-${pod}`,
    status,
    name: "KubePodCrashLooping",
    labels: { alertname: "KubePodCrashLooping", namespace: "payments", pod, severity: "critical" },
    annotations: { summary: "Pod is waiting (CrashLoopBackOff)" },
    startsAt: minute(-369),
    links: [{ kind: "runbook", url: "https://runbooks.example.com/crashloop" }],
  };
}

/** The second picture: pods that crash, told by their annotations. */
export const podsView: IncidentView = {
  ...driftView,
  number: 1043,
  received: 9,
  alerts: [
    ...["x2k", "b8s", "qq1"].map((pod) => rowOf(podAlert(`payments-${pod}`))),
    ...["v01", "v02"].map((pod) => rowOf(podAlert(`payments-${pod}`, "resolved"))),
  ],
  incident: {
    ...drift,
    identity: { environment: "prod-eu", environmentAssumed: false, service: "payments", family: "KubePodCrashLooping" },
    sources: ["alertmanager"],
    severity: "critical",
    worst: "critical",
    severityReason: { kind: "label", label: "severity", value: "critical", place },
    openedAt: minute(-368),
    startedAt: minute(-369),
    firing: 3,
    resolved: 2,
    lead: {
      fingerprint: "fp-payments-x2k",
      name: "KubePodCrashLooping",
      summary: "Pod is waiting (CrashLoopBackOff)",
      links: podAlert("payments-x2k").links,
    },
    deadlines: [{ kind: "triage", dueAt: minute(-353), severity: "critical" }],
    standing: { ...drift.standing, "pagerduty:1f0c9a": { state: "told", pageNo: 1, pagedAt: minute(-368) } },
  },
};

/** The same view with parts of its incident changed. */
export function withIncident(view: IncidentView, changes: Partial<Incident>): IncidentView {
  return { ...view, incident: { ...view.incident, ...changes } };
}

/** Journal entries, numbered from 1, as a thread gets them. */
export function storyOf(...entries: readonly Pick<JournalEntry, "kind" | "data" | "at">[]): readonly JournalEntry[] {
  return entries.map((entry, at) => ({ seq: at + 1, actor: "vigie", prevHash: "", hash: "", ...entry }));
}
