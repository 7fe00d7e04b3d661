import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hours } from "../../../src/incident/judgement.ts";
import { showPath } from "../../../src/policy/document/path.ts";
import { faultBook } from "../../../src/policy/policy-error.ts";
import { compileTimeIntervals, type TimeIntervals } from "../../../src/policy/time/time-intervals.ts";
import { containsCases, refusedCases } from "./time-interval-cases.ts";

const nowhere = { file: "test.yaml", locate: () => ({ line: 1, column: 1 }) };
const minuteMs = 60_000;
const hourMs = 3_600_000;

function compiled(named: Readonly<Record<string, readonly unknown[]>>): TimeIntervals {
  const book = faultBook(nowhere, "en");
  const written = Object.entries(named).map(([name, elements]) => ({ name, time_intervals: elements }));
  const intervals = compileTimeIntervals(written, book);
  expect(book.faults.map(({ path, message }) => `${path} ${message}`)).toEqual([]);
  return intervals;
}

function faultsOf(written: unknown) {
  const book = faultBook(nowhere, "en");
  compileTimeIntervals(written, book);
  return book.faults.map(({ path, message, hint }) => ({ path, message: `${message}; ${hint}` }));
}

/** When something opens, as people read it; `open`, `never`. */
function opens(intervals: TimeIntervals, hours: readonly Hours[] | undefined, now: string): string {
  const at = intervals.opensAt(hours, Date.parse(now));
  if (at === null) return "open";
  return at === Number.POSITIVE_INFINITY ? "never" : new Date(at).toISOString();
}

describe("time intervals are Alertmanager's (behaviour 9)", () => {
  it.each(containsCases)("$says", ({ interval, inside, outside }) => {
    const { contains } = compiled({ here: [interval] });
    expect(inside.filter((at) => !contains("here", Date.parse(at)))).toEqual([]);
    expect(outside.filter((at) => contains("here", Date.parse(at)))).toEqual([]);
  });

  it("takes the elements of one name as alternatives", () => {
    const { names, contains } = compiled({ off: [{ weekdays: ["saturday"] }, { weekdays: ["sunday"] }], on: [] });
    expect(names).toEqual(["off", "on"]);
    const days = ["2026-11-20", "2026-11-21", "2026-11-22"].map((day) => Date.parse(day));
    expect(days.map((at) => contains("off", at))).toEqual([false, true, true]);
    expect(days.map((at) => contains("on", at))).toEqual([false, false, false]);
  });

  it.each(refusedCases)("refuses %j and names %s: %s", (interval, field, reason) => {
    const [fault, ...more] = faultsOf([
      { name: "ok", time_intervals: [{}] },
      { name: "x", time_intervals: [interval] },
    ]);
    expect(more).toEqual([]);
    expect(fault?.path).toBe(`${showPath(["time_intervals", 1, "time_intervals", 0])}${field}`);
    expect(fault?.message).toContain(reason);
  });

  it.each([
    ["a list that is none", "monday", "time_intervals", "a list"],
    ["an interval without a name", [{ time_intervals: [{}] }], "time_intervals[0]", "no name"],
    ["a name twice", [{ name: "a" }, { name: "a" }], "time_intervals[1].name", "stands twice"],
    ["a key that is none", [{ name: "a", times: [] }], "time_intervals[0].times", "unknown key"],
    ["an element that is none", [{ name: "a", time_intervals: ["x"] }], "time_intervals[0].time_intervals[0]", "keys"],
  ])("refuses %s", (_says, written, path, reason) => {
    const [fault] = faultsOf(written);
    expect(fault?.path).toBe(path);
    expect(fault?.message).toContain(reason);
  });
});

describe("when a destination may ring next", () => {
  const paris = { location: "Europe/Paris" };
  const intervals = compiled({
    office: [{ weekdays: ["monday:friday"], times: [{ start_time: "09:00", end_time: "17:00" }], ...paris }],
    lunch: [{ times: [{ start_time: "12:00", end_time: "13:00" }], ...paris }],
    night: [{ times: [{ start_time: "02:30", end_time: "02:45" }], ...paris }],
    gone: [{ years: ["2020"] }],
    leap: [{ months: ["february"], days_of_month: ["29"] }],
    always: [{}],
    halves: [
      { times: [{ start_time: "00:00", end_time: "12:00" }] },
      { times: [{ start_time: "12:00", end_time: "24:00" }] },
    ],
    empty: [],
  });

  it.each<[says: string, hours: readonly Hours[] | undefined, now: string, expected: string]>([
    ["without hours it always may", undefined, "2026-11-20T03:00Z", "open"],
    ["without alternatives it always may", [], "2026-11-20T03:00Z", "open"],
    ["inside of its hours it may now", [{ during: "office" }], "2026-11-20T10:00Z", "open"],
    ["before them it waits for the morning", [{ during: "office" }], "2026-11-20T03:00Z", "2026-11-20T08:00:00.000Z"],
    ["after Friday's it waits for Monday", [{ during: "office" }], "2026-11-20T16:00Z", "2026-11-23T08:00:00.000Z"],
    ["one active interval is enough", [{ active: ["gone", "office"] }], "2026-11-20T10:00Z", "open"],
    ["a mute interval ends first", [{ mute: ["lunch"] }], "2026-11-20T11:20Z", "2026-11-20T12:00:00.000Z"],
    ["all parts must hold", [{ active: ["office"], mute: ["lunch"] }], "2026-11-20T11:20Z", "2026-11-20T12:00:00.000Z"],
    [
      "alternatives: the first to open counts",
      [{ during: "office" }, { during: "night" }],
      "2026-11-20T20:00Z",
      "2026-11-21T01:30:00.000Z",
    ],
    ["one open alternative is enough", [{ during: "office" }, { mute: ["lunch"] }], "2026-11-20T20:00Z", "open"],
    [
      "names that are not known hold nothing back",
      [{ active: ["?"], mute: ["?"], during: "?" }],
      "2026-11-20T20:00Z",
      "open",
    ],
    [
      "an unknown name beside a known one is passed over",
      [{ active: ["?", "office"] }],
      "2026-11-20T03:00Z",
      "2026-11-20T08:00:00.000Z",
    ],
    ["what is over never opens", [{ during: "gone" }], "2026-11-20T20:00Z", "never"],
    ["what has no element never opens", [{ during: "empty" }], "2026-11-20T20:00Z", "never"],
    ["what is always muted never opens", [{ mute: ["always"] }], "2026-11-20T20:00Z", "never"],
    ["what two halves mute never opens", [{ mute: ["halves"] }], "2026-11-20T20:00Z", "never"],
    ["it looks years ahead", [{ during: "leap" }], "2028-03-01T00:00Z", "2032-02-29T00:00:00.000Z"],
    [
      "in spring a skipped quarter of an hour does not come",
      [{ during: "night" }],
      "2026-03-28T12:00Z",
      "2026-03-30T00:30:00.000Z",
    ],
    ["in autumn a doubled one comes", [{ during: "night" }], "2026-10-25T00:00Z", "2026-10-25T00:30:00.000Z"],
    ["and comes again", [{ during: "night" }], "2026-10-25T00:45Z", "2026-10-25T01:30:00.000Z"],
    ["a year's end is passed", [{ during: "office" }], "2026-12-31T16:00Z", "2027-01-01T08:00:00.000Z"],
  ])("%s", (_says, hours, now, expected) => {
    expect(opens(intervals, hours, now)).toBe(expected);
  });
});

describe("a walk minute by minute finds the same openings", () => {
  const zones = ["UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu"];
  /** Days around changes of the clocks, leap days and year ends. */
  const days = [
    "2026-03-28",
    "2026-10-24",
    "2026-03-07",
    "2026-10-31",
    "2026-04-04",
    "2028-02-28",
    "2026-12-31",
    "2026-07-01",
  ];
  const time = fc
    .integer({ min: 0, max: 48 })
    .map((half) => `${String(half >> 1).padStart(2, "0")}:${half % 2 ? "30" : "00"}`);
  const minutes = fc.uniqueArray(time, { minLength: 2, maxLength: 2 }).map((pair) => {
    const [start_time, end_time] = pair.toSorted();
    return { start_time, end_time };
  });
  const weekday = fc.constantFrom("sunday", "monday:tuesday", "saturday", "wednesday:friday", "monday");
  const element = fc.record(
    {
      times: fc.array(minutes, { minLength: 1, maxLength: 2 }),
      weekdays: fc.array(weekday, { minLength: 1, maxLength: 2 }),
      days_of_month: fc.array(fc.constantFrom("-1", "1", "1:15", "25:-1", "29:31"), { minLength: 1, maxLength: 2 }),
      location: fc.constantFrom(...zones),
    },
    { requiredKeys: ["location"] },
  );
  const named = fc.record({
    a: fc.array(element, { minLength: 1, maxLength: 2 }),
    b: fc.array(element, { minLength: 1, maxLength: 2 }),
    c: fc.array(element, { minLength: 1, maxLength: 1 }),
  });
  const hours = fc.record(
    {
      active: fc.subarray(["a", "b"], { minLength: 1 }),
      mute: fc.subarray(["b", "c"]),
      during: fc.constantFrom("a", "c"),
    },
    { requiredKeys: [] },
  );

  /** The wall clock by Intl, the ranges by comparison: nothing of what is tested. */
  function walls(zone: string) {
    const formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      weekday: "long",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    });
    return (at: number) => Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  }
  const wallOf = new Map(zones.map((zone) => [zone, walls(zone)]));
  const order = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

  type Element = {
    location: string;
    times?: { start_time: string | undefined; end_time: string | undefined }[];
    weekdays?: string[];
    days_of_month?: string[];
  };
  function holds({ location, times, weekdays, days_of_month }: Element, at: number): boolean {
    const wall = wallOf.get(location)?.(at) ?? {};
    const clock = `${wall.hour}:${wall.minute}`;
    const length = new Date(Date.UTC(Number(wall.year), Number(wall.month), 0)).getUTCDate();
    const day = Number(wall.day);
    const inRange = (text: string, read: (word: string) => number, value: number) => {
      const [begin = "", end = begin] = text.split(":");
      return read(begin) <= value && value <= read(end);
    };
    const dayNamed = (word: string) => (Number(word) < 0 ? length + 1 + Number(word) : Number(word));
    return (
      (times ?? [{ start_time: "00:00", end_time: "24:00" }]).some(
        ({ start_time = "", end_time = "" }) => start_time <= clock && clock < end_time,
      ) &&
      (!weekdays ||
        weekdays.some((text) =>
          inRange(text, (word) => order.indexOf(word), order.indexOf(String(wall.weekday).toLowerCase())),
        )) &&
      (!days_of_month || days_of_month.some((text) => inRange(text, dayNamed, day)))
    );
  }

  it("over two days around every change of the clocks", () => {
    fc.assert(
      fc.property(
        named,
        hours,
        fc.constantFrom(...days),
        fc.integer({ min: 0, max: 47 }),
        (intervals, one, day, offset) => {
          const { opensAt, contains } = compiled(intervals);
          const inside = (name: "a" | "b" | "c", at: number) => intervals[name].some((part) => holds(part, at));
          const isOpen = (at: number) =>
            (!one.active || one.active.some((name) => inside(name === "a" ? "a" : "b", at))) &&
            !(one.mute ?? []).some((name) => inside(name === "b" ? "b" : "c", at)) &&
            (!one.during || inside(one.during === "a" ? "a" : "c", at));
          const now = Date.parse(day) + offset * (hourMs / 2);
          const found = opensAt([one], now) ?? now;
          const end = now + 48 * hourMs;
          // All clocks of these zones change, and all ranges end, at quarters of an hour.
          for (let at = now; at < end; at += 15 * minuteMs) {
            expect(contains("a", at)).toBe(inside("a", at));
            if (!isOpen(at)) continue;
            expect(new Date(found).toISOString()).toBe(new Date(at).toISOString());
            return;
          }
          expect(found).toBeGreaterThanOrEqual(end);
        },
      ),
      { numRuns: 150 },
    );
  });
});
