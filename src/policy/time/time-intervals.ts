import type { Hours } from "../../incident/judgement.ts";
import { policyFaults } from "../../words/policy.ts";
import { timeIntervalFaults as say } from "../../words/time-intervals.ts";
import type { Path } from "../document/path.ts";
import type { FaultBook } from "../policy-error.ts";
import { firstInstant, holdsAt, type TimeInterval } from "./time-interval.ts";
import { readTimeInterval } from "./time-interval-read.ts";

/** A policy's time intervals by name. Instants are ms since the epoch. */
export type TimeIntervals = {
  readonly names: readonly string[];
  /** Whether an instant lies in one; false for a name that is not known. */
  readonly contains: (name: string, at: number) => boolean;
  /** @see Policy.opensAt */
  readonly opensAt: (hours: readonly Hours[] | undefined, now: number) => number | null;
};

/** Elements are alternatives. */
type Named = readonly TimeInterval[];

/** How far ahead an opening is looked for. */
const horizonMs = 10 * 365.25 * 86_400_000;

/**
 * Compiles `time_intervals:` as Alertmanager has it: `[{name, time_intervals: [{times, weekdays, …}]}]`. Without a
 * `location` the clock is UTC.
 *
 * @param path where the list stands, for faults: `time_intervals[0].time_intervals[1].times[0]`
 */
export function compileTimeIntervals(
  written: unknown,
  book: FaultBook,
  path: Path = ["time_intervals"],
): TimeIntervals {
  const byName = new Map<string, Named>();
  for (const [at, one] of listAt(written, path, book).entries()) readNamed(one, [...path, at], byName, book);
  return {
    names: [...byName.keys()],
    contains: (name, at) => (byName.get(name) ?? []).some((interval) => holdsAt(interval, at)),
    opensAt: (hours, now) => {
      if (hours === undefined || hours.length === 0) return null;
      const opens = Math.min(...hours.map((one) => firstOpen(one, byName, now)));
      return opens === now ? null : opens;
    },
  };
}

function readNamed(written: unknown, path: Path, byName: Map<string, Named>, book: FaultBook): void {
  const fields: object = typeof written === "object" && written !== null && !Array.isArray(written) ? written : {};
  const known = ["name", "time_intervals"];
  for (const key of Object.keys(fields).filter((one) => !known.includes(one))) {
    book.fault([...path, key], policyFaults.unknownKey({ key, known }), { at: "key" });
  }
  const { name, time_intervals: elements }: { name?: unknown; time_intervals?: unknown } = fields;
  if (typeof name !== "string" || name === "") {
    book.fault(path, say.noName());
    return;
  }
  if (byName.has(name)) book.fault([...path, "name"], say.nameTwice({ name }));
  const inner = [...path, "time_intervals"];
  const read = listAt(elements, inner, book).map((one, at) => readTimeInterval(one, [...inner, at], book));
  byName.set(
    name,
    read.filter((one) => one !== undefined),
  );
}

function listAt(written: unknown, path: Path, book: FaultBook): readonly unknown[] {
  if (written === undefined || written === null) return [];
  if (Array.isArray(written)) return written;
  book.fault(path, policyFaults.wrongType({ wanted: "array", found: typeof written }));
  return [];
}

/** One thing that must hold: inside of one of these, or outside of all. Names that are not known ask for nothing. */
type Condition = { readonly kind: "inside" | "outside"; readonly intervals: Named };

function conditionsOf({ active, mute, during }: Hours, byName: ReadonlyMap<string, Named>): readonly Condition[] {
  const known = (names: readonly string[]) =>
    names.flatMap((name) => (byName.has(name) ? [byName.get(name) ?? []] : []));
  const inside = [known(active ?? []), known(during === undefined ? [] : [during])].filter(({ length }) => length > 0);
  return [
    ...inside.map((named) => ({ kind: "inside" as const, intervals: named.flat() })),
    { kind: "outside", intervals: known(mute ?? []).flat() },
  ];
}

/** Leaps from one condition's earliest moment to the next one's until all agree. */
function firstOpen(hours: Hours, byName: ReadonlyMap<string, Named>, now: number): number {
  const conditions = conditionsOf(hours, byName);
  const until = now + horizonMs;
  for (let at = now; at < until; ) {
    const earliest = Math.max(at, ...conditions.map((condition) => firstMet(condition, at, until)));
    if (earliest === at) return at;
    at = earliest;
  }
  return Number.POSITIVE_INFINITY;
}

/** A moment before which the condition cannot be met; `at` itself where it is. */
function firstMet({ kind, intervals }: Condition, at: number, until: number): number {
  if (kind === "inside") return Math.min(...intervals.map((one) => firstInstant("holds", one, at, until)));
  return Math.max(at, ...intervals.map((one) => firstInstant("fails", one, at, until)));
}
