import type { Alert } from "../../alert/alert.ts";
import type { Policy } from "../policy.ts";

/** What alerts spoke of, as the service notes it. */
export type SeenByAlerts = {
  readonly metrics: readonly { readonly service: string | null; readonly metric: string }[];
  readonly severities: readonly { readonly source: string; readonly label: string; readonly value: string }[];
  readonly teams: readonly string[];
  readonly services: readonly string[];
};

/** What was seen and a policy does not cover, and what it waits for and never came. */
export type Uncovered = {
  /** Metrics that no threshold row covers (behaviour 2.7). */
  readonly metrics: SeenByAlerts["metrics"];
  /** Monitored, and never measured. */
  readonly neverMeasured: Policy["monitored"];
  /** Words that are WARNING for want of a meaning. */
  readonly severities: SeenByAlerts["severities"];
  /** Teams that `teams:` does not list; empty where the policy has no teams. */
  readonly teams: readonly string[];
  /** Services without an owner; empty where the policy has no teams. */
  readonly services: readonly string[];
};

/** Compares a policy with what was seen, by asking it about alerts that hold just that. */
export function uncovered(policy: Policy, seen: SeenByAlerts): Uncovered {
  const reasonOf = (alert: Alert) => policy.judge(alert).reason.kind;
  const hasTeams = policy.teams.length > 0;
  const measured = new Set(seen.metrics.map(({ service, metric }) => JSON.stringify([service, metric])));
  return {
    metrics: seen.metrics.filter(({ service, metric }) => reasonOf(measurement(service, metric)) !== "threshold"),
    neverMeasured: policy.monitored.filter(({ service, metric }) => !measured.has(JSON.stringify([service, metric]))),
    severities: seen.severities.filter(
      ({ source, label, value }) => reasonOf(alertWith(source, { [label]: value })) === "unknown-label",
    ),
    teams: hasTeams ? seen.teams.filter((team) => !policy.teams.includes(team)) : [],
    services: hasTeams ? seen.services.filter((service) => !isOwned(policy, service)) : [],
  };
}

/** Labels that usually name a service; a policy that reads another one is not asked about it. */
const serviceLabels = ["service", "app", "namespace", "job"];

function isOwned(policy: Policy, service: string): boolean {
  const alert = alertWith("alertmanager", Object.fromEntries(serviceLabels.map((name) => [name, service])));
  const { identity, team } = policy.judge(alert);
  return team !== undefined || identity.service !== service;
}

function alertWith(source: string, labels: Readonly<Record<string, string>>): Alert {
  const name = labels.alertname ?? "";
  return { source, fingerprint: "seen", status: "firing", name, labels, annotations: {}, startsAt: 0, links: [] };
}

/** With a baseline, so that each measure has something to compare. */
function measurement(service: string | null, metric: string): Alert {
  const alert = alertWith("drift", { metric, ...(service === null ? {} : { service }) });
  return { ...alert, name: metric, measurement: { metric, value: 1, baseline: 1, windowTo: 0 } };
}
