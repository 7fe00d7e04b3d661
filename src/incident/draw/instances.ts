import type { Alert } from "../../alert/alert.ts";
import type { AlertRow } from "../incident.ts";

/** Labels that name the place of one alert alone, best first. */
const naming = ["pod", "instance", "host", "hostname", "node", "container", "device", "endpoint"];
/** Labels that people know an instance by, best first; others follow by name. */
const wellKnown = [...naming, "job"];

/**
 * Names the firing instances by the labels in which the alerts differ: one label where one is enough to tell them apart,
 * else the fewest that are, joined by "/" (behaviour 1). An alert that is alone is named by the best label that people
 * know an instance by.
 *
 * @returns names in the order of the rows, empty when nothing tells the alerts apart
 */
export function instancesOf(rows: readonly AlertRow[]): readonly string[] {
  const firing = rows.filter((row) => row.status === "firing");
  if (rows.length === 1) return distinct(firing.map(({ alert }) => placeOf(alert) ?? ""));
  const labels = tellingApart(rows);
  if (labels.length === 0) return new Set(rows.map(({ alert }) => alert.name)).size > 1 ? namesOf(firing) : [];
  return distinct(firing.map(({ alert }) => labels.flatMap((label) => alert.labels[label] ?? []).join("/")));
}

/** Where an alert fires, by the best label that people know a place by. */
export function placeOf({ labels }: Pick<Alert, "labels">): string | undefined {
  return naming.map((label) => labels[label]).find(Boolean);
}

/** Series of different metrics may have the same labels: their names tell them apart. */
function namesOf(rows: readonly AlertRow[]): readonly string[] {
  return distinct(rows.map(({ alert }) => alert.name));
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter(Boolean))];
}

function tellingApart(rows: readonly AlertRow[]): readonly string[] {
  const differing = [...new Set(rows.flatMap((row) => Object.keys(row.alert.labels)))]
    .filter((label) => kinds(rows, [label]) > 1)
    .sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
  const enough = differing.find((label) => kinds(rows, [label]) === rows.length);
  if (enough !== undefined) return [enough];
  const chosen: string[] = [];
  for (const label of differing) {
    if (kinds(rows, chosen.concat(label)) > kinds(rows, chosen)) chosen.push(label);
  }
  return chosen;
}

/** How many different combinations the labels' values form. */
function kinds(rows: readonly AlertRow[], labels: readonly string[]): number {
  return new Set(rows.map(({ alert }) => JSON.stringify(labels.map((label) => alert.labels[label] ?? null)))).size;
}

function rankOf(label: string): number {
  const at = wellKnown.indexOf(label);
  return at === -1 ? wellKnown.length : at;
}
