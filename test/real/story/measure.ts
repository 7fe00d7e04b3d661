import type { IncidentRead } from "./read-incidents.ts";

/** Values below which 95 of 100 lie; the nearest rank. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** From the stored alert that asked for it to the first delivery, in ms, by receiver. */
export function toldAfterMs({ destinations }: IncidentRead): Readonly<Record<string, number>> {
  return Object.fromEntries(
    destinations.map(({ receiver, owedAt, firstToldAt }) => [receiver, (firstToldAt ?? Number.NaN) - owedAt]),
  );
}

/** From the resolution to the last place that shows it, in ms. */
export function greenAfterMs({ destinations, resolvedAt }: IncidentRead): number {
  return Math.max(...destinations.map(({ lastToldAt }) => lastToldAt ?? Number.NaN)) - (resolvedAt ?? Number.NaN);
}

/** One line of the table that is printed at the end. */
export function measured(store: string, incident: IncidentRead): Readonly<Record<string, string>> {
  const told = toldAfterMs(incident);
  const sec = (ms: number | undefined) => (ms === undefined ? "" : `${(ms / 1000).toFixed(1)} s`);
  return {
    store,
    family: incident.family,
    severity: incident.severity,
    slack: sec(told.slack),
    teams: sec(told.teams),
    pagerduty: sec(told.pagerduty),
    jira: sec(told.jira),
    green: sec(greenAfterMs(incident)),
  };
}
