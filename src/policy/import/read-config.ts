import type { Scalar } from "yaml";
import { importFaults as say, importNotes as tell } from "../../words/policy-import.ts";
import { type Fields, isFields } from "../document/plain-data.ts";
import type { PolicyText } from "../document/policy-text.ts";
import { compileTimeIntervals } from "../time/time-intervals.ts";
import { type Bench, checkKeys, fieldsAt, listAt, textsAt } from "./bench.ts";
import { type ProposedFamily, readInhibitions } from "./read-inhibitions.ts";
import { type AlertmanagerReceiver, readGlobal, readReceivers } from "./read-receivers.ts";
import { type AlertmanagerRoute, readRoutes } from "./read-routes.ts";

/** An Alertmanager configuration, as far as an import looks at it. */
export type AlertmanagerConfig = {
  readonly route: AlertmanagerRoute;
  readonly receivers: readonly AlertmanagerReceiver[];
  /** As written, both lists together. */
  readonly intervals: readonly unknown[];
  readonly families: readonly ProposedFamily[];
};

const lists = ["mute_time_intervals", "time_intervals"] as const;
const keys = ["global", "templates", "route", "receivers", "inhibit_rules", ...lists];

/** Alertmanager takes numbers and words such as `yes` as the text that was written. */
export function asWritten({ value, source }: Scalar): unknown {
  return value === null || typeof value === "string" ? value : (source ?? String(value));
}

/**
 * Reads a configuration by the rules of Alertmanager 0.25: what it refuses is a fault, what stays there is a note.
 *
 * @see https://github.com/prometheus/alertmanager/blob/v0.25.0/config/config.go (read 2026-11)
 */
export function readConfig({ data }: PolicyText, bench: Bench): AlertmanagerConfig | undefined {
  const fields = fieldsAt(withMerges(data), [], bench);
  checkKeys(fields, [...keys, "tracing"], [], bench);
  if (Object.hasOwn(fields, "tracing")) bench.note("newer", ["tracing"], tell.newer({ keys: ["tracing"] }));
  const global = readGlobal(fields.global, bench);
  for (const key of Object.keys(global)) bench.note("stays", ["global", key], tell.global());
  if (textsAt(fields.templates, ["templates"], bench).length > 0) bench.note("stays", ["templates"], tell.templates());
  const receivers = readReceivers(fields.receivers, global, bench);
  const intervals = readIntervals(fields, bench);
  const known = { receivers: receivers.map(({ name }) => name), intervals: intervals.names };
  const route = readRoutes(fields.route, known, bench);
  const families = readInhibitions(fields.inhibit_rules, bench);
  return route && { route, receivers, intervals: intervals.written, families };
}

/** The older list and the newer one are one in Alertmanager: a name stands in both only once. */
function readIntervals(fields: Fields, bench: Bench) {
  const [older, newer] = lists.map((key) => ({
    names: compileTimeIntervals(fields[key], bench.book, [key]).names,
    written: listAt(fields[key], [key], bench),
  }));
  for (const name of newer?.names ?? []) {
    if (older?.names.includes(name)) bench.book.fault(["time_intervals"], say.intervalTwice({ name }));
  }
  return {
    names: [...(older?.names ?? []), ...(newer?.names ?? [])],
    written: [...(older?.written ?? []), ...(newer?.written ?? [])],
  };
}

/** Follows YAML's merge keys (`<<: *defaults`): what a map writes itself wins. */
function withMerges(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMerges);
  if (!isFields(value)) return value;
  const { "<<": merged, ...own } = value;
  const sources = Object.hasOwn(value, "<<") ? [merged].flat().map(withMerges).filter(isFields) : [];
  const entries = [...sources.toReversed(), own].flatMap((one) => Object.entries(one));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withMerges(inner)]));
}
