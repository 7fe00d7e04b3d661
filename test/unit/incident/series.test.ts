import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { staleAfterMs } from "../../../src/incident/decide-series.ts";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import type { Judgement, Monitor } from "../../../src/incident/judgement.ts";
import { monitoringAlert } from "../../../src/incident/monitoring-alert.ts";
import { Ledger, measured, minuteMs, nine, opened } from "./ledger.ts";

const hourMs = 60 * minuteMs;
const hourly: Monitor = { everyMs: hourMs, graceMs: 30 * minuteMs, labelsDelayMs: 5 * minuteMs };
const monitored: Partial<Judgement> = { monitor: hourly };
const labels = { service: "credit-scoring", model: "credit", metric: "accuracy" };

/** A `no_data` or `error` of the series; `windowTo` in minutes after nine. */
function absent(windowToMin: number, status: "no_data" | "error" = "no_data", judgement = {}): JudgedAlert {
  const windowTo = nine + windowToMin * minuteMs;
  return measured("warning", windowToMin, { labels, judgement, measurement: { metric: "accuracy", status, windowTo } });
}
const value = (level: Parameters<typeof measured>[0], windowToMin: number, judgement = {}) =>
  measured(level, windowToMin, { labels, judgement });
const seriesOf = (ledger: Ledger) => ledger.group?.series.series ?? { lastTo: 0, bad: 0, good: 0 };
/** What Vigie would say of the series now: its state, and since when or how. */
const saidOf = (ledger: Ledger) => {
  const said = monitoringAlert("series", seriesOf(ledger), ledger.now);
  return said && { status: said.status, ...said.measurement };
};
const now = "background 3 now";

describe("no_data and error (behaviour 2.6)", () => {
  it.each(["no_data", "error"] as const)("%s opens no incident of the series' own", (status) => {
    const ledger = new Ledger();
    ledger.alerts([absent(0, status)]);
    expect(ledger.incident).toBeNull();
    expect(ledger.marks).toEqual({ "series ": now });
    expect(saidOf(ledger)).toMatchObject({ status, metric: "accuracy", lateSince: nine });
  });

  it("never changes a drift incident, not even its counter", () => {
    const ledger = opened(value("critical", 0));
    const before = { incident: ledger.open, received: ledger.received, rows: new Map(ledger.rows) };
    ledger.after(hourMs).alerts([absent(60)]);
    expect({ incident: ledger.open, received: ledger.received, rows: ledger.rows }).toEqual(before);
    expect(ledger.marks).toEqual({ "series ": now });
  });

  it("is not measured since the end of the last window that was", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0)]);
    ledger.after(2 * hourMs).alerts([absent(60), absent(120)]);
    expect(saidOf(ledger)).toMatchObject({ status: "no_data", lateSince: nine, windowTo: nine });
  });

  it("is over with a value of the same window or a newer one", () => {
    for (const windowTo of [60, 120]) {
      const ledger = new Ledger();
      ledger.alerts([absent(60)]);
      ledger.after(minuteMs).alerts([value("healthy", windowTo)]);
      expect(saidOf(ledger)?.status).toBe("resolved");
      expect(ledger.marks).toEqual({ "series ": now });
    }
  });

  it("older than the newest value says nothing: the value wins, also in the same window", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 60)]);
    expect(ledger.alerts([absent(30), absent(60)])).toEqual({ kind: "nothing" });
  });

  it("goes on after a value of a window before it, but is not measured since that one", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0)]);
    ledger.alerts([absent(120, "error")]);
    ledger.alerts([value("healthy", 60)]);
    expect(saidOf(ledger)).toMatchObject({ status: "error", lateSince: nine + hourMs });
    expect(ledger.marks).toEqual({ "series ": now });
  });

  it("recovers nothing: what was bad stays open until a measurement says otherwise", () => {
    const ledger = opened(value("warning", 0));
    ledger.after(hourMs).alerts([absent(60)]);
    expect(ledger.open).toMatchObject({ phase: "detected", firing: 1 });
    ledger.after(hourMs).alerts([value("healthy", 120)]);
    expect(ledger.open).toMatchObject({ phase: "resolved" });
  });

  it("breaks no row of bad measurements", () => {
    const ledger = new Ledger();
    const thrice = { inARow: 3 };
    ledger.alerts([value("warning", 0, thrice), value("warning", 60, thrice)]);
    ledger.alerts([absent(120), value("warning", 180, thrice)]);
    expect(ledger.open).toMatchObject({ severity: "warning" });
  });
});

describe("a monitored series (behaviour 2.6)", () => {
  it("is awaited once its next window, its grace and its labels' delay are over", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0, monitored)]);
    expect(ledger.marks).toEqual({ "series ": `background 3 ${95 * minuteMs}` });
  });

  it("is late from that moment on, not before", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0, monitored)]);
    ledger.after(95 * minuteMs - 1);
    expect(saidOf(ledger)).toMatchObject({ status: "resolved" });
    ledger.after(1);
    expect(saidOf(ledger)).toEqual({
      status: "firing",
      metric: "accuracy",
      windowTo: nine,
      lateSince: nine,
      everyMs: hourMs,
    });
  });

  it("is late after a back-fill of old windows too, since the newest of them", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0, monitored)]);
    ledger.after(5 * hourMs).alerts([value("healthy", 60, monitored), value("healthy", 120, monitored)]);
    expect(ledger.marks).toEqual({ "series ": now });
    expect(saidOf(ledger)).toMatchObject({ status: "firing", lateSince: nine + 2 * hourMs });
  });

  it("that was late is looked at when it is measured again", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0, monitored)]);
    ledger.after(2 * hourMs).alerts([value("healthy", 120, monitored)]);
    expect(ledger.marks).toEqual({ "series ": now });
    expect(saidOf(ledger)?.status).toBe("resolved");
  });

  it("that the policy monitors no longer is late no more once it is measured", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0, monitored)]);
    ledger.after(2 * hourMs).alerts([value("healthy", 120)]);
    expect(ledger.marks).toEqual({ "series ": now });
    ledger.after(24 * hourMs);
    expect(saidOf(ledger)?.status).toBe("resolved");
  });

  it("with many long labels keeps those of the event itself", () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`l${at}`, "x".repeat(1_000)]));
    const ledger = new Ledger();
    ledger.alerts([measured("healthy", 0, { labels: { ...labels, ...many }, judgement: monitored })]);
    expect(seriesOf(ledger).labels).toMatchObject(labels);
    expect(JSON.stringify(seriesOf(ledger).labels).length).toBeLessThan(2_500);
  });
});

describe("what Vigie says of a series, said again", () => {
  const late = (lateSince: number, status: "firing" | "resolved" = "firing"): JudgedAlert => {
    const windowTo = nine + lateSince * minuteMs;
    const measurement = { metric: "accuracy", windowTo, lateSince: windowTo };
    return measured("warning", 0, { fingerprint: "series-monitoring", status, startsAt: windowTo, measurement });
  };

  it("changes nothing and is not counted as received", () => {
    const ledger = opened(late(0));
    expect(ledger.alerts([late(0)])).toEqual({ kind: "nothing" });
    ledger.alerts([late(0, "resolved")]);
    expect(ledger.open).toMatchObject({ phase: "resolved", firing: 0 });
    expect(ledger.alerts([late(0, "resolved")])).toEqual({ kind: "nothing" });
    expect(ledger.received).toBe(2);
  });

  it("about one that was never missing opens nothing", () => {
    expect(new Ledger().alerts([late(0, "resolved")])).toEqual({ kind: "nothing" });
  });

  it("with a later last window goes on as the same occurrence", () => {
    const ledger = opened(late(0));
    ledger.after(hourMs).alerts([late(60)]);
    expect(ledger.open).toMatchObject({ firing: 1, reopened: 0, lead: { measurement: { lateSince: nine + hourMs } } });
    expect(ledger.rows.get("series-monitoring")?.alert.startsAt).toBe(nine);
  });
});

describe("an incident whose series nobody measures any more (behaviour 2.6)", () => {
  const stale = (ledger: Ledger) =>
    ledger.tell({ kind: "stale", uid: ledger.open.uid, since: nine, series: ["series"] });

  it("is looked at a day after each measurement that fires", () => {
    const ledger = opened(value("warning", 0));
    expect(ledger.marks).toMatchObject({ "timer stale": `background 3 ${staleAfterMs}` });
    ledger.after(hourMs).alerts([value("warning", 60)]);
    expect(ledger.marks).toMatchObject({ "timer stale": `background 3 ${staleAfterMs}` });
  });

  it("is not looked at where the series is monitored: it will be late", () => {
    expect(opened(value("warning", 0, monitored)).marks).not.toHaveProperty("timer stale");
  });

  it("says so on its card, silently, and never resolves by it", () => {
    const ledger = opened(value("critical", 0));
    ledger.after(staleAfterMs);
    stale(ledger);
    expect(ledger.open).toMatchObject({ staleSince: nine, phase: "detected", firing: 1, pageNo: 1 });
    expect(ledger.entries.at(-1)).toMatchObject({ kind: "stale", data: { since: nine } });
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 2 now",
      "destination jira:OPS": "ticket 2 now",
    });
  });

  it("says so no more with the next measurement, also one of the same value", () => {
    const ledger = opened(value("critical", 0)).after(staleAfterMs);
    stale(ledger);
    ledger.after(minuteMs).alerts([value("critical", 60)]);
    expect(ledger.open.staleSince).toBeUndefined();
    expect(ledger.entries.at(-1)).toMatchObject({ kind: "stale", data: {} });
    expect(ledger.marks).toMatchObject({ "timer stale": `background 3 ${staleAfterMs}` });
  });

  it("does not say so when it was measured in the meantime", () => {
    const ledger = opened(value("critical", 0)).after(staleAfterMs);
    ledger.alerts([value("critical", 60)]);
    expect(stale(ledger)).toEqual({ kind: "nothing" });
  });
});

describe("whatever order messages arrive in (behaviour 2.1, 2.6)", () => {
  const messages = fc.uniqueArray(fc.record({ at: fc.nat(30), isValue: fc.boolean() }), {
    selector: ({ at }) => at,
    minLength: 1,
    maxLength: 8,
  });

  it("the newest window of values and absences decides what is said", () => {
    fc.assert(
      fc.property(messages, fc.infiniteStream(fc.nat()), (sent, keys) => {
        const shuffled = sent
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const ledger = new Ledger();
        for (const { at, isValue } of shuffled) ledger.alerts([isValue ? value("healthy", at) : absent(at)]);
        const newest = sent.toSorted((a, b) => b.at - a.at)[0];
        const lastValue = Math.max(-1, ...sent.filter(({ isValue }) => isValue).map(({ at }) => at));
        const said = saidOf(ledger);
        // Without any absence newer than what was known on its arrival, nothing needs to be said at all.
        if (newest?.isValue === false) expect(said).toMatchObject({ status: "no_data" });
        else expect([undefined, "resolved"]).toContain(said?.status);
        if (lastValue >= 0) expect(seriesOf(ledger).lastTo).toBe(nine + lastValue * minuteMs);
      }),
    );
  });
});

describe("the end of the newest window that was healthy (behaviour 7: changed after it?)", () => {
  const healthyTo = (ledger: Ledger) => ledger.group?.series.series?.healthyTo;

  it("is kept through what drifts after it, and moves on with health or INFO", () => {
    const ledger = new Ledger();
    ledger.alerts([value("healthy", 0), value("critical", 60)]);
    expect(healthyTo(ledger)).toBe(nine);
    ledger.alerts([value("info", 120)]);
    expect(healthyTo(ledger)).toBe(nine + 120 * minuteMs);
  });

  it("is not known before the first, nor where the only one is corrected", () => {
    const ledger = new Ledger();
    ledger.alerts([value("critical", 0)]);
    expect(healthyTo(ledger)).toBeUndefined();
    ledger.alerts([value("healthy", 60)]);
    ledger.alerts([value("critical", 60)]);
    expect(healthyTo(ledger)).toBeUndefined();
  });

  it("is that of the window before, where the features of one come one by one and a later one drifts", () => {
    const ledger = new Ledger();
    const feature = (level: "healthy" | "critical", windowToMin: number, name: string) => {
      const windowTo = nine + windowToMin * minuteMs;
      const features = [{ name, value: level === "healthy" ? 0.01 : 0.4 }];
      return measured(level, windowToMin, { measurement: { metric: "accuracy", value: 0.9, windowTo, features } });
    };
    ledger.alerts([feature("healthy", 0, "age")]);
    ledger.alerts([feature("healthy", 60, "age")]);
    expect(healthyTo(ledger)).toBe(nine + 60 * minuteMs);
    ledger.alerts([feature("critical", 60, "income")]);
    expect(healthyTo(ledger)).toBe(nine);
  });
});
