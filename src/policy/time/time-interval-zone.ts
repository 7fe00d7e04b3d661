const dayMs = 86_400_000;
const minuteMs = 60_000;

/** A stretch of time in which a zone's clocks are not changed. */
export type Stretch = {
  /** What to add to UTC for the wall clock, in ms. */
  readonly offsetMs: number;
  /** The first instant after it, ms since the epoch; a year's end ends a stretch too. */
  readonly endsAt: number;
};

/** Says which stretch an instant (ms since the epoch) lies in. */
export type ZoneClock = (at: number) => Stretch;

const utc: ZoneClock = () => ({ offsetMs: 0, endsAt: Number.POSITIVE_INFINITY });
const clocks = new Map<string, ZoneClock>([["UTC", utc]]);

/**
 * The clock of an IANA time zone, daylight saving included. Remembered: making one costs a formatter, a year's changes of
 * the clock a millisecond.
 *
 * @returns `undefined` for a name that is none
 * @see https://www.iana.org/time-zones, as far as Node's ICU knows it
 */
export function zoneClock(name: string): ZoneClock | undefined {
  const known = clocks.get(name);
  if (known) return known;
  const offsetAt = offsetReader(name);
  if (!offsetAt) return undefined;
  const years = new Map<number, readonly Stretch[]>();
  const clock: ZoneClock = (at) => {
    const year = new Date(at).getUTCFullYear();
    const stretches = years.get(year) ?? stretchesOf(year, offsetAt);
    years.set(year, stretches);
    const found = stretches.find(({ endsAt }) => at < endsAt);
    return found ?? { offsetMs: offsetAt(at), endsAt: at + minuteMs };
  };
  clocks.set(name, clock);
  return clock;
}

function offsetReader(name: string): ((at: number) => number) | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    const formatter = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
    const { timeZone } = formatter.resolvedOptions();
    // Alertmanager finds zones as files: their names have one spelling.
    if (timeZone !== name && timeZone.toLowerCase() === name.toLowerCase()) return undefined;
    return (at) => offsetOf(formatter.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "");
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Reads `GMT+05:30`; `GMT` alone is 0. */
function offsetOf(shown: string): number {
  const [, sign, hours, minutes, seconds = "0"] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(shown) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * minuteMs + Number(seconds) * 1_000;
  return sign === "-" ? -size : size;
}

/** A year's stretches: no zone changes its clocks twice within a day. */
function stretchesOf(year: number, offsetAt: (at: number) => number): readonly Stretch[] {
  const end = Date.UTC(year + 1, 0, 1);
  const stretches: Stretch[] = [];
  let from = Date.UTC(year, 0, 1);
  let offsetMs = offsetAt(from);
  for (; from < end; from += dayMs) {
    const next = offsetAt(from + dayMs);
    if (next === offsetMs) continue;
    stretches.push({ offsetMs, endsAt: firstWith(next, from, from + dayMs, offsetAt) });
    offsetMs = next;
  }
  return [...stretches, { offsetMs, endsAt: end }];
}

/** The instant in (from, to] at which the clock was changed, to the second. */
function firstWith(offsetMs: number, from: number, to: number, offsetAt: (at: number) => number): number {
  let before = from;
  let after = to;
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2_000) * 1_000;
    if (offsetAt(middle) === offsetMs) after = middle;
    else before = middle;
  }
  return after;
}
