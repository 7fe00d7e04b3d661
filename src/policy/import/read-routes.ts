import { policyFaults } from "../../words/policy.ts";
import { importFaults as say } from "../../words/policy-import.ts";
import type { Path } from "../document/path.ts";
import type { Fields } from "../document/plain-data.ts";
import { nearest } from "../document/suggest.ts";
import type { Matcher } from "../matching/matcher.ts";
import { parseDuration } from "../time/duration.ts";
import { type Bench, checkKeys, fieldsAt, isSet, isTrue, listAt, textAt, textsAt, truthAt } from "./bench.ts";
import { isLabelName, readMatch } from "./match.ts";

/** One route of Alertmanager's tree, as written: nothing is inherited yet. */
export type AlertmanagerRoute = {
  readonly path: Path;
  /** "" where the parent's holds. */
  readonly receiver: string;
  readonly match: readonly Matcher[];
  /** `[]` where the parent's holds; `...` stands alone. */
  readonly groupBy: readonly string[];
  readonly mute: readonly string[];
  readonly active: readonly string[];
  readonly goesOn: boolean;
  /** Timing keys that it writes. */
  readonly timing: readonly string[];
  readonly routes: readonly AlertmanagerRoute[];
};

/** What routes may name. */
export type Known = { readonly receivers: readonly string[]; readonly intervals: readonly string[] };

const timingKeys = ["group_wait", "group_interval", "repeat_interval"];
const matchKeys = ["match", "match_re", "matchers"];
const keys = [
  "receiver",
  "group_by",
  ...matchKeys,
  "mute_time_intervals",
  "active_time_intervals",
  "continue",
  "routes",
  ...timingKeys,
];

/**
 * Reads the route tree by the rules of Alertmanager 0.25.
 *
 * @see https://prometheus.io/docs/alertmanager/0.25/configuration/#route (read 2026-11)
 */
export function readRoutes(written: unknown, known: Known, bench: Bench): AlertmanagerRoute | undefined {
  if (written === undefined || written === null) {
    bench.book.fault([], say.noRoute());
    return undefined;
  }
  const fields = fieldsAt(written, ["route"], bench);
  if (!isSet(fields, "receiver")) bench.book.fault(["route"], say.noReceiver());
  for (const key of [...matchKeys, "mute_time_intervals", "active_time_intervals", "continue"]) {
    const value = fields[key];
    const isEmpty = key === "continue" ? !isTrue(value) : Object.keys(value ?? {}).length === 0;
    if (!isEmpty) bench.book.fault(["route", key], say.notAtRoot({ key }), { at: "key" });
  }
  return readRoute(fields, ["route"], known, bench);
}

function readRoute(written: unknown, path: Path, known: Known, bench: Bench): AlertmanagerRoute {
  const fields = fieldsAt(written, path, bench);
  checkKeys(fields, keys, path, bench);
  const named = (key: "mute_time_intervals" | "active_time_intervals") => {
    const at = [...path, key];
    const names = textsAt(fields[key], at, bench);
    for (const [index, name] of names.entries()) checkName("interval", name, known.intervals, [...at, index], bench);
    return names;
  };
  const receiver = textAt(fields.receiver, [...path, "receiver"], bench);
  if (receiver !== "") checkName("receiver", receiver, known.receivers, [...path, "receiver"], bench);
  return {
    path,
    receiver,
    match: readMatch(fields, path, bench),
    groupBy: readGroupBy(fields.group_by, [...path, "group_by"], bench),
    mute: named("mute_time_intervals"),
    active: named("active_time_intervals"),
    goesOn: truthAt(fields.continue, [...path, "continue"], bench),
    timing: timingKeys.filter((key) => isTiming(fields, key, path, bench)),
    routes: listAt(fields.routes, [...path, "routes"], bench).map((one, at) =>
      readRoute(one, [...path, "routes", at], known, bench),
    ),
  };
}

function checkName(what: "receiver" | "interval", name: string, known: readonly string[], path: Path, { book }: Bench) {
  if (!known.includes(name)) book.fault(path, say.undefinedName({ what, name, near: nearest(name, known) }));
}

function readGroupBy(written: unknown, path: Path, bench: Bench): readonly string[] {
  const names = textsAt(written, path, bench);
  for (const [at, name] of names.entries()) {
    const fault =
      name === "..."
        ? names.length > 1 && say.allAndOthers()
        : isLabelName(name)
          ? names.indexOf(name) < at && say.labelTwice({ name })
          : say.badLabelName({ name });
    if (fault) bench.book.fault([...path, at], fault);
  }
  return names;
}

function isTiming(fields: Fields, key: string, path: Path, bench: Bench): boolean {
  if (fields[key] === undefined || fields[key] === null) return false;
  const at = [...path, key];
  const value = textAt(fields[key], at, bench);
  const durationMs = parseDuration(value);
  if (durationMs === null) bench.book.fault(at, policyFaults.badDuration({ value }));
  if (durationMs === 0 && key !== "group_wait") bench.book.fault(at, say.zero({ key }));
  return true;
}
