import { describe, expect, it } from "vitest";
import type { ActionPlan } from "../../../../src/incident/actions/plan.ts";
import type { JudgedAlert } from "../../../../src/incident/fact.ts";
import { Ledger, measured, minuteMs, nine } from "../ledger.ts";
import {
  accuracy,
  actNow,
  drifted,
  hear,
  hourMs,
  look,
  rollback,
  rolledBack,
  runOf,
  served,
  stepsDone,
  written,
} from "./run-scene.ts";

/** As `rolledBack`, by another plan. It serves from 09:05 on. */
function rolledBackBy(more: Partial<ActionPlan>): Ledger {
  const ledger = drifted();
  look(ledger, actNow, { plans: [{ ...rollback, ...more }] });
  hear(ledger.after(4 * minuteMs), "r1", ...stepsDone, {
    ...{ what: "reached", serving: served },
    ...{ firstAnswerAt: ledger.now + 25 * hourMs, watchUntil: ledger.now + 27 * hourMs },
  });
  return ledger;
}
const verdictOf = (ledger: Ledger) => runOf(ledger).verdict;
const { helps } = rollback;
if (!helps) throw new Error("it is measured");

describe("whether it helped (behaviour 7)", () => {
  it("is told by the first measurement whose whole window lies after it served, before the end that it brings", () => {
    const ledger = rolledBack().after(70 * minuteMs);
    ledger.alerts([accuracy("healthy", { from: 5, to: 65, value: 0.948 })]);
    expect(written(ledger)).toEqual(["action-verdict", "mitigated", "deadline", "phase", "alerts", "resolved"]);
    expect(verdictOf(ledger)).toEqual({
      kind: "helped",
      metric: "accuracy",
      before: 0.846,
      after: 0.948,
      at: ledger.now,
    });
    expect(runOf(ledger)).toMatchObject({ state: "ended", endedAt: ledger.now });
    expect(ledger.open).toMatchObject({ phase: "resolved", mitigated: { by: "vigie", how: "by-action" } });
    expect(ledger.entry("deadline")).toMatchObject({ deadline: "reaction", news: "met", by: "vigie" });
  });

  it("is a help too where it is INFO again", () => {
    const ledger = rolledBack().after(70 * minuteMs);
    ledger.alerts([accuracy("info", { from: 5, to: 65, value: 0.94 })]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "helped", after: 0.94 });
  });

  it("did not: that rings, and the next step of the ladder is taken, once", () => {
    const ledger = rolledBack().after(70 * minuteMs);
    ledger.alerts([accuracy("urgent", { from: 5, to: 65, value: 0.85 })]);
    expect(written(ledger)).toEqual(["action-verdict", "escalated", "alerts"]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "did-not-help", before: 0.846, after: 0.85 });
    expect(ledger.entry("escalated")).toMatchObject({ because: "did-not-help" });
    expect(ledger.open.mitigated).toBeUndefined();
    ledger.after(hourMs).alerts([accuracy("urgent", { from: 65, to: 125, value: 0.84 })]);
    expect(written(ledger)).not.toContain("action-verdict");
  });

  it.each([
    ["half before the change", { from: 4, to: 64 }],
    ["of too small a sample", { from: 5, to: 65, sample: 99 }],
  ])("is not told by a measurement %s", (_what, window) => {
    const ledger = rolledBack().after(70 * minuteMs);
    ledger.alerts([accuracy("urgent", { ...window, value: 0.85 })]);
    expect(verdictOf(ledger)).toBeUndefined();
    ledger.after(hourMs).alerts([accuracy("healthy", { from: 65, to: 125, value: 0.95 })]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "helped" });
  });

  it("is not told by the version that was left, nor by a third one; by the one that was gone to it is", () => {
    const of = (version: string, one: JudgedAlert): JudgedAlert => ({
      ...one,
      alert: { ...one.alert, model: { name: "credit", version } },
    });
    const before = new Ledger();
    before.alerts([of("v8", accuracy("urgent", { to: 0, value: 0.846 }))]);
    const ledger = rolledBack(before.after(minuteMs)).after(70 * minuteMs);
    const healthy = accuracy("healthy", { from: 5, to: 65 });
    for (const version of ["8", "v8", "v9"]) {
      ledger.alerts([of(version, healthy)]);
      expect(verdictOf(ledger), version).toBeUndefined();
    }
    ledger.alerts([of("v7", healthy)]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "helped" });
  });

  it("where a window says not when it begins, is told by the one after the next: it begins where the last one ended", () => {
    const ledger = rolledBack();
    const at = (to: number) =>
      measured("urgent", to, {
        measurement: { metric: "accuracy", value: 0.8 + to / 1e4, sampleSize: 500, windowTo: nine + to * minuteMs },
      });
    ledger.after(hourMs).alerts([at(60)]);
    expect(verdictOf(ledger)).toBeUndefined();
    ledger.after(hourMs).alerts([at(120)]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "did-not-help" });
  });

  it("is not told by another segment, another metric or a challenger", () => {
    const ledger = rolledBack().after(70 * minuteMs);
    const one = accuracy("healthy", { from: 5, to: 65 });
    const { measurement } = one.alert;
    if (!measurement) throw new Error("it is measured");
    const others = [
      { fingerprint: "south", measurement: { ...measurement, segment: "south" } },
      { fingerprint: "f1", measurement: { ...measurement, metric: "f1" } },
      { measurement: { ...measurement, role: "challenger" as const } },
    ];
    for (const other of others) {
      ledger.alerts([{ ...one, alert: { ...one.alert, ...other } }]);
      expect(verdictOf(ledger)).toBeUndefined();
    }
  });

  it("is told by the proxy that the policy names, whose labels are not awaited", () => {
    const ledger = rolledBackBy({ helps: { ...helps, metric: "proxy_accuracy", labelsDelayMs: 24 * hourMs } }).after(
      70 * minuteMs,
    );
    expect(verdictOf(ledger)).toBeUndefined();
    ledger.alerts([accuracy("healthy", { from: 5, to: 65 })]);
    expect(verdictOf(ledger)).toBeUndefined();
    const one = accuracy("healthy", { from: 5, to: 65, value: 0.93 });
    const { measurement } = one.alert;
    if (!measurement) throw new Error("it is measured");
    ledger.alerts([
      {
        ...one,
        alert: { ...one.alert, fingerprint: "proxy", measurement: { ...measurement, metric: "proxy_accuracy" } },
      },
    ]);
    expect(verdictOf(ledger)).toEqual({ kind: "helped", metric: "proxy_accuracy", after: 0.93, at: ledger.now });
  });

  it("is asked of a query by who does it, not of measurements", () => {
    const ledger = rolledBackBy({ helps: { ...helps, byQuery: true } }).after(70 * minuteMs);
    ledger.alerts([accuracy("urgent", { from: 5, to: 65, value: 0.85 })]);
    expect(verdictOf(ledger)).toBeUndefined();
    hear(ledger, "r1", { what: "verdict", verdict: { kind: "helped", after: 0.01, at: ledger.now } });
    expect(written(ledger)).toEqual(["action-verdict", "mitigated", "deadline", "phase"]);
  });

  it("is not asked of what was taken back", () => {
    const ledger = rolledBack();
    ledger.act("ada", { kind: "undo-run", run: "r1", as: "r2" });
    hear(ledger, "r2", ...stepsDone, { what: "reached" });
    ledger.after(70 * minuteMs).alerts([accuracy("healthy", { from: 10, to: 70 })]);
    expect(ledger.kinds).not.toContain("action-verdict");
  });
});

describe("cannot tell is not failed (behaviour 7)", () => {
  const late = { helps: { ...helps, labelsDelayMs: 24 * hourMs } };

  it("where labels come later than anybody watches: said at once, with when it may be told; nobody is called", () => {
    const ledger = rolledBackBy(late);
    expect(written(ledger)).toEqual(["action-done", "action-verdict"]);
    expect(verdictOf(ledger)).toEqual({
      ...{ kind: "cannot-tell", because: "labels-late", metric: "accuracy" },
      ...{ until: ledger.now + 25 * hourMs, at: ledger.now },
    });
    expect(runOf(ledger).state).toBe("watching");
    expect(ledger.marks["timer action"]).toBeUndefined();
  });

  it("and the real verdict replaces it when it comes, also after the incident was closed", () => {
    const ledger = rolledBackBy(late).after(minuteMs);
    ledger.act("ada", { kind: "close", hold: "until-resolved" });
    ledger.after(25 * hourMs).alerts([accuracy("healthy", { from: 10, to: 70, value: 0.948 })]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "helped", after: 0.948 });
    expect(ledger.open).toMatchObject({ phase: "closed" });
    expect(ledger.open.mitigated).toBeUndefined();
    ledger.after(hourMs).alerts([accuracy("healthy", { from: 70, to: 130, value: 0.95 })]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "helped", after: 0.948 });
  });

  it("and where the measurement that tells it opens the next incident, that one says so and does not repeat it", () => {
    const ledger = rolledBackBy(late).after(minuteMs);
    ledger.alerts([accuracy("healthy", { from: -20, to: 3 })]);
    ledger.after(hourMs).closing();
    const { uid } = ledger.open;
    ledger.after(25 * hourMs).alerts([accuracy("urgent", { from: 10, to: 70, value: 0.85 })]);
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.kinds).toContain("action-verdict");
    expect(runOf(ledger)).toMatchObject({
      state: "ended",
      verdict: { kind: "did-not-help" },
      plan: { steps: rollback.steps },
    });
    look(ledger, { ...actNow, run: "r2" });
    expect(ledger.open.runs).toHaveLength(1);
    expect(ledger.act("ada", { kind: "undo-run", run: "r1", as: "r3" })).toEqual({ kind: "done" });
  });

  it("where nothing can say it", () => {
    const { helps: _helps, ...blind } = rollback;
    const ledger = drifted();
    look(ledger, actNow, { plans: [blind] });
    hear(ledger, "r1", ...stepsDone, { what: "reached", serving: served });
    expect(runOf(ledger)).toMatchObject({ state: "ended", verdict: { kind: "cannot-tell", because: "no-metric" } });
    ledger.after(70 * minuteMs).alerts([accuracy("healthy", { from: 10, to: 70 })]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "cannot-tell" });
  });

  it("where nothing was measured in time: told once, and a late measurement still tells it", () => {
    const ledger = rolledBack().after(4 * hourMs);
    const verdict = { kind: "cannot-tell", because: "not-measured", at: ledger.now } as const;
    hear(ledger, "r1", { what: "verdict", verdict });
    expect(written(ledger)).toEqual(["action-verdict"]);
    hear(ledger, "r1", { what: "verdict", verdict });
    expect(ledger.last).toEqual({ kind: "nothing" });
    ledger.alerts([accuracy("urgent", { from: 180, to: 240, value: 0.85 })]);
    expect(verdictOf(ledger)).toMatchObject({ kind: "did-not-help" });
  });
});
