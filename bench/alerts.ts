import { createHash } from "node:crypto";

/** One alert of the load: ten labels, four annotations and a link, as the shipped rule file makes Prometheus send them. */
export type SentAlert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly generatorURL: string;
};

/** Rules of the shipped file, in turn for incident after incident. */
const rules = [
  {
    alertname: "AIQualityScoreLow",
    severity: "warning",
    team: "ml-ai",
    category: "quality",
    family: "ai-quality-score",
  },
  {
    alertname: "HighHallucinationRate",
    severity: "warning",
    team: "ml-ai",
    category: "quality",
    family: "ai-hallucination",
  },
  {
    alertname: "SemanticDriftHigh",
    severity: "warning",
    team: "ml-ai",
    category: "drift",
    family: "ai-semantic-drift",
  },
  {
    alertname: "HighErrorRateCritical",
    severity: "critical",
    team: "sre",
    category: "reliability",
    family: "error-rate",
  },
] as const;

/**
 * The alert number `index` of the load; the same number is always the same alert.
 *
 * @param perIncident how many neighbours share one incident (one Alertmanager group): 100, or 1
 */
export function alertAt(index: number, perIncident: number, startsAt: string): SentAlert {
  const incident = Math.floor(index / perIncident);
  const { alertname, ...labels } = rules[incident % rules.length] ?? rules[0];
  const instance = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}:8000`;
  const value = (0.3 + ((index * 7919) % 3000) / 10_000).toFixed(4);
  return {
    labels: {
      alertname,
      category: labels.category,
      family: labels.family,
      instance,
      job: "ai-gateway",
      model: `ranker-${incident % 50}`,
      pod: `ai-gateway-${(incident % 97).toString(16)}7c9d5-${(index * 31).toString(36)}`,
      service: `svc-${perIncident}-${incident}`,
      severity: labels.severity,
      team: labels.team,
    },
    annotations: {
      summary: `AI response quality score is ${Number(value).toFixed(2)} (threshold < 0.6 for 5m)`,
      description: "Degraded answer quality; possibly more hallucinations and negative user feedback.",
      value,
      runbook_id: alertname,
    },
    startsAt,
    generatorURL: `http://prometheus-0:9090/graph?g0.expr=avg+by+%28job%2C+service%2C+model%29+%28ai_response_quality_score%29+%3C+0.6&g0.tab=1&rule=${alertname}`,
  };
}

/** How a subject wants alerts wrapped. */
export type BodyForm = "alertmanager-webhook" | "alertmanager-api";

/** A request body of either form with the same alerts in it. */
export const bodyOf: Readonly<Record<BodyForm, (alerts: readonly SentAlert[]) => string>> = {
  /** What Prometheus posts to `/api/v2/alerts`. */
  "alertmanager-api": (alerts) => JSON.stringify(alerts),
  /** What Alertmanager posts to a webhook receiver, version 4. */
  "alertmanager-webhook": (alerts) =>
    JSON.stringify({
      version: "4",
      groupKey: `{}:{service="${alerts[0]?.labels.service}"}`,
      truncatedAlerts: 0,
      status: "firing",
      receiver: "vigie",
      groupLabels: { service: alerts[0]?.labels.service },
      commonLabels: { job: "ai-gateway" },
      commonAnnotations: {},
      externalURL: "http://alertmanager:9093",
      alerts: alerts.map((alert) => ({
        status: "firing",
        ...alert,
        endsAt: "0001-01-01T00:00:00Z",
        fingerprint: createHash("md5").update(JSON.stringify(alert.labels)).digest("hex").slice(0, 16),
      })),
    }),
};
