import { policyFaults } from "../../words/policy.ts";
import { timeIntervalFaults as say } from "../../words/time-intervals.ts";
import type { Path } from "../document/path.ts";
import { type Fields, isFields, kindOf, shownValue } from "../document/plain-data.ts";
import { nearest } from "../document/suggest.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Inclusive, Minutes, TimeInterval } from "./time-interval.ts";
import { zoneClock } from "./time-interval-zone.ts";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
type Part = "weekdays" | "days_of_month" | "months" | "years";

/** Reads one end of a range; `null` for a word that is none. */
const members: Readonly<Record<Part, (word: string) => number | null>> = {
  weekdays: (word) => within(weekdays.indexOf(word), 0, 6),
  days_of_month: (word) => (number(word) === 0 ? null : within(number(word), -31, 31)),
  months: (word) => within(months.includes(word) ? months.indexOf(word) + 1 : number(word), 1, 12),
  years: (word) => within(number(word), 0, 9_999),
};
const keys = ["times", "weekdays", "days_of_month", "months", "years", "location"];

/**
 * Reads one element of a time interval by Alertmanager's rules; faults name the field. What is faulty is read as absent.
 *
 * @see https://github.com/prometheus/alertmanager/blob/main/timeinterval/timeinterval.go (read 2026-11)
 */
export function readTimeInterval(written: unknown, path: Path, book: FaultBook): TimeInterval | undefined {
  const fields = recordAt(written, path, book);
  if (!fields) return undefined;
  for (const key of Object.keys(fields).filter((one) => !keys.includes(one))) {
    book.fault([...path, key], policyFaults.unknownKey({ key, near: nearest(key, keys), known: keys }), { at: "key" });
  }
  const ranges = (part: Part) => readList(fields[part], [...path, part], book, rangeReader(part));
  const [times, days, inMonth, inYear, years] = [
    readList(fields.times, [...path, "times"], book, readMinutes),
    ranges("weekdays"),
    ranges("days_of_month"),
    ranges("months"),
    ranges("years"),
  ];
  return {
    ...(times && { times }),
    ...(days && { weekdays: days }),
    ...(inMonth && { daysOfMonth: inMonth }),
    ...(inYear && { months: inYear }),
    ...(years && { years }),
    zone: readZone(fields.location, [...path, "location"], book),
  };
}

function readZone(written: unknown, path: Path, book: FaultBook): TimeInterval["zone"] {
  const utc = zoneClock("UTC");
  if (!utc) throw new Error("there is no UTC");
  if (written === undefined || written === null || written === "") return utc;
  const clock = typeof written === "string" ? zoneClock(written) : undefined;
  if (!clock) book.fault(path, say.unknownZone({ value: shownValue(written) }));
  return clock ?? utc;
}

type Reader<Value> = (written: unknown, path: Path, book: FaultBook) => Value | undefined;

/** A list that is not written restricts nothing; an empty one never holds, as in Alertmanager. */
function readList<Value>(written: unknown, path: Path, book: FaultBook, read: Reader<Value>): Value[] | undefined {
  if (written === undefined || written === null) return undefined;
  if (!Array.isArray(written)) {
    book.fault(path, policyFaults.wrongType({ wanted: "array", found: typeof written }));
    return undefined;
  }
  return written.flatMap((one: unknown, at) => read(one, [...path, at], book) ?? []);
}

function rangeReader(part: Part): Reader<Inclusive> {
  return (written, path, book) => {
    const value = typeof written === "string" || typeof written === "number" ? String(written) : "";
    const ends = value
      .toLowerCase()
      .split(":")
      .map((word) => members[part](word));
    const [begin = null, end = begin] = ends;
    if (begin === null || end === null || ends.length > 2) book.fault(path, say.badRange({ part, value }));
    else if (isBackwards(part, begin, end)) book.fault(path, say.backwards({ part, value }));
    else return { begin, end };
    return undefined;
  };
}

/** Days counted from a month's end are compared by the shortest month, as Alertmanager does. */
function isBackwards(part: Part, begin: number, end: number): boolean {
  if (part !== "days_of_month") return begin > end;
  const inFebruary = (day: number) => (day < 0 ? 28 + day : day);
  return (begin < 0 && end > 0) || inFebruary(begin) > inFebruary(end);
}

const readMinutes: Reader<Minutes> = (written, path, book) => {
  const fields = recordAt(written, path, book);
  if (!fields) return undefined;
  for (const key of Object.keys(fields).filter((one) => one !== "start_time" && one !== "end_time")) {
    const known = ["start_time", "end_time"];
    book.fault([...path, key], policyFaults.unknownKey({ key, near: nearest(key, known), known }), { at: "key" });
  }
  const [startMinute, endMinute] = (["start_time", "end_time"] as const).map((key) => {
    const value = fields[key];
    const minute = typeof value === "string" ? minuteOf(value) : null;
    if (value === undefined || value === null) book.fault(path, policyFaults.missingKey({ key }));
    else if (minute === null) book.fault([...path, key], say.badTime({ value: shownValue(value) }));
    return minute ?? undefined;
  });
  if (startMinute === undefined || endMinute === undefined) return undefined;
  if (startMinute < endMinute) return { startMinute, endMinute };
  book.fault(path, say.timesBackwards({ start: String(fields.start_time), end: String(fields.end_time) }));
  return undefined;
};

function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/.exec(text) ?? [];
  if (hours !== undefined) return Number(hours) * 60 + Number(minutes);
  return text === "24:00" ? 1_440 : null;
}

function recordAt(written: unknown, path: Path, book: FaultBook): Fields | undefined {
  if (isFields(written)) return written;
  book.fault(path, policyFaults.wrongType({ wanted: "object", found: kindOf(written) }));
  return undefined;
}

function number(word: string): number | null {
  return /^[+-]?\d{1,6}$/.test(word) ? Number(word) : null;
}

function within(value: number | null, least: number, most: number): number | null {
  return value !== null && value >= least && value <= most ? value : null;
}
