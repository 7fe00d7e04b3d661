import { describe, expect, it } from "vitest";
import { ended, firing, Ledger, minuteMs, nine } from "./ledger.ts";

const worse = { fingerprint: "f2", name: "ServiceDownHard" };

describe("what the card says of an incident's course is in its record, so that each edit says the same (cards 3)", () => {
  it("the last promotion: from what, and when", () => {
    const ledger = new Ledger();
    ledger.alerts([firing("warning")]);
    expect(ledger.open.promoted).toBeUndefined();
    ledger.after(3 * minuteMs).alerts([firing("critical", worse)]);
    expect(ledger.open.promoted).toEqual({ from: "warning", at: nine + 3 * minuteMs });
    ledger.after(minuteMs).alerts([firing("critical", { fingerprint: "f3" })]);
    expect(ledger.open.promoted).toEqual({ from: "warning", at: nine + 3 * minuteMs });
  });

  it("when it came back last; a promotion of before its end is over", () => {
    const ledger = new Ledger();
    ledger.alerts([firing("warning"), firing("critical", worse)]);
    ledger.after(minuteMs).alerts([ended(firing("warning")), ended(firing("critical", worse))]);
    ledger.after(minuteMs).alerts([firing("warning", { startsAt: ledger.now })]);
    expect(ledger.open).toMatchObject({ reopened: 1, reopenedAt: nine + 2 * minuteMs });
    expect(ledger.open.promoted).toBeUndefined();
  });

  it("since when, by the earliest start that a sender gave; how long it lasted counts from there", () => {
    const ledger = new Ledger().after(2 * minuteMs);
    ledger.alerts([firing("warning", { startsAt: nine })]);
    expect(ledger.open).toMatchObject({ openedAt: nine + 2 * minuteMs, startedAt: nine });
    ledger.alerts([firing("warning", { fingerprint: "f2", startsAt: nine - minuteMs })]);
    expect(ledger.open.startedAt).toBe(nine - minuteMs);
    ledger
      .after(minuteMs)
      .alerts([
        ended(firing("warning", { startsAt: nine })),
        ended(firing("warning", { fingerprint: "f2", startsAt: nine - minuteMs })),
      ]);
    expect(ledger.entries.find(({ kind }) => kind === "resolved")?.data).toMatchObject({ lastedMs: 4 * minuteMs });
  });

  it.each([
    ["a year back", nine - 400 * 24 * 60 * minuteMs],
    ["in the future", nine + minuteMs],
  ])("a clock %s says nothing of the start", (_name, startsAt) => {
    const ledger = new Ledger();
    ledger.alerts([firing("warning", { startsAt })]);
    expect(ledger.open.startedAt).toBeUndefined();
  });
});
