import { describe, expect, it } from "vitest";
import { pageWanted } from "../../../src/incident/incident.ts";
import { ended, firing, type Ledger, measured, minuteMs, nine, opened, resolved } from "./ledger.ts";

describe("firing again after the end", () => {
  it("as a new occurrence within the window reopens the incident and wakes people again (protocol 3.2, 5.1)", () => {
    const ledger = resolved().after(3 * minuteMs);
    const { uid } = ledger.open;
    ledger.alerts([firing("critical", { startsAt: nine + 8 * minuteMs })]);
    expect(ledger.open).toMatchObject({
      uid,
      phase: "notified",
      reopened: 1,
      firing: 1,
      resolved: 0,
      pageNo: 2,
      pageEnded: 1,
    });
    expect(ledger.open.resolvedAt).toBeUndefined();
    expect(ledger.open.outcome).toBeUndefined();
    expect(ledger.kinds.slice(-3)).toEqual(["reopened", "page", "alerts"]);
    expect(ledger.entries.find(({ kind }) => kind === "reopened")?.data).toMatchObject({
      wakes: true,
      because: "new-occurrence",
      afterMs: 3 * minuteMs,
    });
  });

  it("at the very end of the window still reopens, a moment later opens a new one", () => {
    const inTime = resolved().after(10 * minuteMs);
    const { uid } = inTime.open;
    inTime.alerts([firing("critical", { startsAt: inTime.now })]);
    expect(inTime.open.uid).toBe(uid);

    const tooLate = resolved().after(10 * minuteMs + 1);
    tooLate.alerts([firing("critical", { startsAt: tooLate.now })]);
    expect(tooLate.open.uid).not.toBe(uid);
    expect(tooLate.open).toMatchObject({ pageNo: 1, pageEnded: 0, firing: 1, resolved: 0, reopened: 0 });
    expect(tooLate.received).toBe(1);
  });

  it("after it was closed opens a new one, though the window is longer", () => {
    const ledger = resolved(firing("critical", { judgement: { reopenWindowMs: 60 * minuteMs } })).after(60 * minuteMs);
    ledger.closing();
    const { uid } = ledger.open;
    ledger.alerts([firing("critical", { startsAt: ledger.now })]);
    expect(ledger.open.uid).not.toBe(uid);
  });

  it.each([
    ["gone", false, 1],
    ["active", true, 2],
    ["unknown", true, 2],
  ] as const)(
    "with the startsAt of its own resolution, %s at the sender, wakes: %s (protocol 5.2)",
    (stillActive, wakes, pageNo) => {
      const ledger = resolved().after(minuteMs);
      ledger.alerts([firing("critical")], { stillActive });
      expect(ledger.open).toMatchObject({ phase: "notified", reopened: 1, firing: 1, pageNo });
      expect(ledger.entries.find(({ kind }) => kind === "reopened")?.data).toMatchObject({
        wakes,
        because: "fires-again",
      });
      expect(pageWanted(ledger.open)).toBe(wakes);
    },
  );

  it("by another alert of the group wakes people whatever the sender says of the first one", () => {
    const ledger = resolved().after(minuteMs);
    ledger.alerts([firing("critical", { fingerprint: "f2" })], { stillActive: "gone" });
    expect(ledger.open).toMatchObject({ firing: 1, resolved: 1, pageNo: 2 });
  });

  it("takes the severity of the new occurrence, and the worst stays", () => {
    const ledger = resolved().after(minuteMs);
    ledger.alerts([firing("warning", { startsAt: nine + 6 * minuteMs })]);
    expect(ledger.open).toMatchObject({ severity: "warning", worst: "critical", pageNo: 1 });
    expect(pageWanted(ledger.open)).toBe(false);
  });

  it("is woken for at the next promotion after a reopening that woke nobody", () => {
    const ledger = resolved().after(minuteMs);
    ledger.alerts([firing("warning", { startsAt: nine + 6 * minuteMs })]);
    ledger.alerts([firing("critical", { startsAt: nine + 7 * minuteMs })]);
    expect(ledger.open).toMatchObject({ severity: "critical", pageNo: 2, pageEnded: 1 });
  });

  it("sets deadlines anew that ran out while nothing was wrong", () => {
    const ledger = opened();
    ledger.after(60 * minuteMs).alerts([ended(firing("critical"))]);
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now })]);
    const triage = ledger.open.deadlines.find(({ kind }) => kind === "triage");
    expect(triage?.dueAt).toBe(ledger.now + 15 * minuteMs);
  });
});

describe("an INFO row that goes on while its incident ends", () => {
  /** An incident that ended, and beside it a series that is measured at INFO. */
  const beside = (): Ledger => {
    const ledger = opened(measured("info", 0), firing("critical"));
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.open).toMatchObject({ phase: "resolved", firing: 0, resolved: 2, pageNo: 1 });
    return ledger.after(minuteMs);
  };

  it("brings it back and wakes people when it gets worse", () => {
    const ledger = beside();
    ledger.alerts([measured("urgent", 1)]);
    expect(ledger.open).toMatchObject({ phase: "notified", severity: "urgent", firing: 1, resolved: 1, pageNo: 2 });
  });

  it("opens a new one when it gets worse after the window", () => {
    const ledger = beside().after(20 * minuteMs);
    ledger.closing();
    const { uid } = ledger.open;
    ledger.alerts([measured("urgent", 1)]);
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.open).toMatchObject({ severity: "urgent", firing: 1, resolved: 0, pageNo: 1 });
  });

  it("is a row on the dashboard again after the window (behaviour 2.3)", () => {
    const ledger = beside().after(20 * minuteMs);
    ledger.closing();
    ledger.alerts([measured("info", 1, { value: 0.98 })]);
    expect(ledger.open).toMatchObject({ severity: "info", phase: "detected", firing: 1, owed: [] });
  });

  it("brings nothing back while it stays INFO", () => {
    const ledger = beside();
    ledger.alerts([measured("info", 1, { value: 0.98 })]);
    expect(ledger.open).toMatchObject({ phase: "resolved", firing: 0 });
  });
});
