import { describe, expect, it } from "vitest";
import type { Owed } from "../../../src/incident/judgement.ts";
import { ended, firing, type Ledger, minuteMs, opened, pager, slack } from "./ledger.ts";

const other: Owed = { ...slack, id: "slack:#other" };

describe("a fallback that is owed already, but for some hours only", () => {
  const dayChat: Owed = { ...other, hours: [{ during: "office-hours" }] };
  const atNight = (): Ledger => opened(firing("critical", { judgement: { owed: [dayChat, pager] } })).after(minuteMs);
  const inPlace: Owed = { ...other, told: "fallback", at: "critical" };

  it("is told of a page that was not delivered whatever the hour (protocol 3.4)", () => {
    const ledger = atNight();
    ledger.undelivered(pager, { fallback: [inPlace] });
    expect(ledger.open.owed.find(({ id }) => id === other.id)?.hours).toBeUndefined();
    expect(ledger.marks["destination slack:#other"]).toBe("chat 0 now");
    expect(ledger.kinds.slice(-2)).toEqual(["undelivered", "owed"]);
  });
});

describe("what was adopted silently when its routes left shadow", () => {
  /** A CRITICAL incident of which only a chat channel was in shadow, and was adopted. */
  const adopted = (): Ledger => {
    const ledger = opened(firing("critical", { judgement: { owed: [slack], shadow: [other] } })).after(minuteMs);
    ledger.alerts([firing("critical", { judgement: { owed: [slack, other] } })]);
    expect(ledger.open.adopted).toEqual({ severity: "critical", at: ledger.now });
    return ledger.after(minuteMs);
  };

  it("holds back no page of a route that never was in shadow", () => {
    const ledger = adopted();
    ledger.alerts([firing("critical", { fingerprint: "f2", judgement: { owed: [slack, pager] } })]);
    expect(ledger.open.pageNo).toBe(1);
    expect(ledger.marks["page pagerduty:1f0c9a"]).toBe("page 1 now");
  });

  it("holds back no page that a policy names only now", () => {
    const ledger = adopted();
    ledger.alerts([firing("critical", { judgement: { owed: [slack, other, pager] } })]);
    expect(ledger.open.pageNo).toBe(1);
  });
});

describe("an incident that was adopted, ended, and came back by a late word", () => {
  it("pages the next alert: what was adopted is over", () => {
    const inShadow = { judgement: { owed: [], shadow: [slack, pager] } };
    const ledger = opened(firing("critical", inShadow)).after(minuteMs);
    ledger.alerts([firing("critical")]);
    expect(ledger.open).toMatchObject({ adopted: { severity: "critical" }, pageNo: 0 });
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    ledger.after(minuteMs).alerts([firing("critical")], { stillActive: "gone" });
    expect(ledger.open).toMatchObject({ phase: "notified", reopened: 1, pageNo: 0 });
    ledger.after(minuteMs).alerts([firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open.pageNo).toBe(1);
    expect(ledger.marks["page pagerduty:1f0c9a"]).toBe("page 1 now");
  });
});

describe("a page that is over before it was delivered", () => {
  it("is not said to be missing: nobody is to be woken any more", () => {
    const ledger = opened(firing("critical")).after(minuteMs);
    ledger.alerts([ended(firing("critical"))]);
    const { incident } = ledger;
    expect(ledger.undelivered(pager)).toEqual({ kind: "nothing" });
    expect(ledger.incident).toEqual(incident);
  });
});
