import type { Incident } from "../../../src/incident/incident.ts";
import { genesis } from "../../../src/incident/journal.ts";
import type { IncidentView } from "../../../src/incident/view.ts";

/** 2026-11-20 09:00 UTC. */
export const nine = Date.UTC(2026, 10, 20, 9);

/** A model whose accuracy fell by 10.9 %: the first picture of cards.md. */
export function sampleIncident(changes: Partial<Incident> = {}): Incident {
  return {
    schema: 1,
    uid: "0123456789abcdef0123456789abcdef",
    groupId: "a1b2c3d4e5f60718293a4b5c6d7e8f90",
    groupKey: '{"environment":"prod","service":"credit-scoring"}',
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
      figure: 0.1094736842,
      place: { file: "policies/default.yaml", line: 31 },
    },
    phase: "notified",
    openedAt: nine,
    updatedAt: nine,
    reopened: 0,
    firing: 1,
    resolved: 0,
    lead: {
      fingerprint: "f1",
      name: "accuracy",
      summary: "Accuracy fell",
      modelVersion: "8",
      measurement: { metric: "accuracy", value: 0.846, baseline: 0.95, windowTo: nine },
      figure: { measure: "relative-drop", degradation: 0.1094736842 },
      runbook: {
        id: "model-quality",
        meaning: { en: "The model answers worse.", fr: "Le modèle répond moins bien." },
        first: { en: "Compare v7 and v8.", fr: "Comparez v7 et v8." },
      },
      links: [{ kind: "dashboard", url: "https://grafana.example/d/1" }],
    },
    owed: [],
    standing: {},
    deadlines: [],
    reopenWindowMs: 600_000,
    pageNo: 1,
    pageEnded: 0,
    truncated: 0,
    policyHash: "abcdef012345",
    seq: 1,
    head: genesis,
    ...changes,
  };
}

/** That incident as receivers see it. */
export function sampleView(changes: Partial<Incident> = {}, view: Partial<IncidentView> = {}): IncidentView {
  const incident = sampleIncident(changes);
  return {
    incident,
    number: 1042,
    received: 5,
    lastReceivedAt: nine,
    alerts: [
      {
        fingerprint: "f1",
        status: "firing",
        severity: "urgent",
        tag: "t",
        firstSeenAt: nine,
        lastChangedAt: nine,
        alert: {
          source: "drift",
          fingerprint: "f1",
          status: "firing",
          name: "accuracy",
          labels: { service: "credit-scoring", instance: "a:9100" },
          annotations: { summary: "Accuracy fell" },
          startsAt: nine,
          links: [],
        },
      },
    ],
    story: [],
    offers: [],
    sandbox: false,
    ...view,
  };
}
