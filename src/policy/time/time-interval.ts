import type { ZoneClock } from "./time-interval-zone.ts";

/** A range of whole numbers; both ends belong to it. */
export type Inclusive = { readonly begin: number; readonly end: number };
/** Minutes of a day, 0 to 1440; the end does not belong to it. */
export type Minutes = { readonly startMinute: number; readonly endMinute: number };

/** One element of a time interval: all of its parts must hold; one that is not written always does. */
export type TimeInterval = {
  readonly times?: readonly Minutes[];
  /** 0 is Sunday. */
  readonly weekdays?: readonly Inclusive[];
  /** 1 to 31, or -1 for the last day and so on. */
  readonly daysOfMonth?: readonly Inclusive[];
  readonly months?: readonly Inclusive[];
  readonly years?: readonly Inclusive[];
  readonly zone: ZoneClock;
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
const wholeDay: readonly Minutes[] = [{ startMinute: 0, endMinute: 1_440 }];

/** Whether an element holds at an instant, ms since the epoch. */
export function holdsAt(interval: TimeInterval, at: number): boolean {
  return endOfRange(interval, at + interval.zone(at).offsetMs) !== undefined;
}

/**
 * The first instant at or after `from` at which an element holds (or, for `fails`, does not); Infinity when there is none
 * before `until`. Exact also where the clocks change: within a stretch the wall clock is plain arithmetic.
 */
export function firstInstant(which: "holds" | "fails", interval: TimeInterval, from: number, until: number): number {
  const find = which === "holds" ? firstHolding : firstFailing;
  let at = from;
  while (at < until) {
    const { offsetMs, endsAt } = interval.zone(at);
    const stop = Math.min(endsAt, until);
    const local = find(interval, at + offsetMs, stop + offsetMs);
    if (local < stop + offsetMs) return local - offsetMs;
    at = stop;
  }
  return Number.POSITIVE_INFINITY;
}

function firstHolding(interval: TimeInterval, from: number, until: number): number {
  const ranges = interval.times ?? wholeDay;
  for (let day = Math.floor(from / dayMs); day * dayMs < until; day += 1) {
    if (!dateHolds(interval, day)) continue;
    const starts = ranges.flatMap(({ startMinute, endMinute }) => {
      const end = day * dayMs + endMinute * minuteMs;
      return end > from ? [Math.max(from, day * dayMs + startMinute * minuteMs)] : [];
    });
    if (starts.length > 0) return Math.min(...starts);
  }
  return Number.POSITIVE_INFINITY;
}

function firstFailing(interval: TimeInterval, from: number, until: number): number {
  let at = from;
  while (at < until) {
    const end = endOfRange(interval, at);
    if (end === undefined) return at;
    at = end;
  }
  return at;
}

/** The end of a range of minutes that holds at this local time; `undefined` where none does. */
function endOfRange(interval: TimeInterval, local: number): number | undefined {
  const day = Math.floor(local / dayMs);
  const minute = Math.floor((local - day * dayMs) / minuteMs);
  const range = (interval.times ?? wholeDay).find(
    ({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute,
  );
  return range && dateHolds(interval, day) ? day * dayMs + range.endMinute * minuteMs : undefined;
}

/** @param day days since 1970-01-01, of the wall clock */
function dateHolds({ weekdays, daysOfMonth, months, years }: TimeInterval, day: number): boolean {
  const date = new Date(day * dayMs);
  return (
    isIn(weekdays, date.getUTCDay()) &&
    isIn(months, date.getUTCMonth() + 1) &&
    isIn(years, date.getUTCFullYear()) &&
    (daysOfMonth === undefined || isInMonth(daysOfMonth, date))
  );
}

function isIn(ranges: readonly Inclusive[] | undefined, value: number): boolean {
  return ranges === undefined || ranges.some(({ begin, end }) => begin <= value && value <= end);
}

/** Negative days count from the month's end; a range that begins after it is no day of that month. */
function isInMonth(ranges: readonly Inclusive[], date: Date): boolean {
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const fromStart = (day: number) => (day < 0 ? length + day + 1 : day);
  const dayOfMonth = date.getUTCDate();
  return ranges.some(({ begin, end }) => fromStart(begin) <= dayOfMonth && dayOfMonth <= fromStart(end));
}
