import type { IncidentRead } from "./read-incidents.ts";

const receivers = ["slack", "teams", "pagerduty", "jira"];

/** The value below which 95 of 100 lie, by nearest rank. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** From the alert that asked for it to the first delivery, in ms, by receiver. */
function toldAfterMs({ destinations }: IncidentRead): ReadonlyMap<string, number> {
  return new Map(
    destinations.map(({ receiver, owedAt, firstToldAt }) => [receiver, (firstToldAt ?? Number.NaN) - owedAt]),
  );
}

/** From the alert to the last of its first deliveries, in ms; NaN while one is missing. */
export function lastToldAfterMs(incident: IncidentRead): number {
  return Math.max(...toldAfterMs(incident).values());
}

/** From the source's end to the last place that shows it, in ms; NaN while it fires. */
export function greenAfterMs({ destinations, recoveredAt, resolvedAt }: IncidentRead): number {
  const overAt = recoveredAt ?? resolvedAt ?? Number.NaN;
  return Math.max(...destinations.map(({ lastToldAt }) => lastToldAt ?? Number.NaN)) - overAt;
}

/** What is printed at the end: seconds to each first delivery, and to green everywhere, by incident. */
export function timeTable(store: string, incidents: readonly IncidentRead[]): string {
  const sec = (ms: number | undefined) => (ms === undefined ? "-" : `${(ms / 1000).toFixed(2)} s`);
  const rows = incidents.map((incident) => {
    const told = toldAfterMs(incident);
    const cells = [...receivers.map((receiver) => told.get(receiver)), greenAfterMs(incident)].map(sec);
    return [incident.family, incident.severity, ...cells];
  });
  const lines = [["family", "severity", ...receivers, "green"], ...rows].map(([family = "", severity = "", ...cells]) =>
    [family.padEnd(18), severity.padEnd(9), ...cells.map((cell) => cell.padStart(9))].join(" "),
  );
  const last = sec(p95(incidents.map(lastToldAfterMs)));
  return [`Vigie on ${store}`, ...lines, `alert to last delivery, p95: ${last}`, ""].join("\n");
}
