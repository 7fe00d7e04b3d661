import { describe, expect, it } from "vitest";
import { isOpen, pageWanted } from "../../../src/incident/incident.ts";
import type { Judgement } from "../../../src/incident/judgement.ts";
import { ended, firing, jira, type Ledger, measured, minuteMs, nine, opened, pager, slack } from "./ledger.ts";

const full = { judgement: { lifecycle: "full" } as Partial<Judgement> };

/** A CRITICAL incident of a full lifecycle whose source ended ten minutes after it began. */
function recovered(): Ledger {
  const ledger = opened(firing("critical", full));
  ledger.told(slack);
  ledger.told(pager, { pageNo: 1 });
  ledger.after(10 * minuteMs).alerts([ended(firing("critical", full))]);
  return ledger;
}

describe("a short lifecycle", () => {
  it("is resolved by the source's end and closed after the reopen window", () => {
    const ledger = opened().after(minuteMs);
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.open).toMatchObject({ phase: "resolved", outcome: "source_resolved" });
    expect(ledger.open.lifecycle).toBeUndefined();
    ledger.after(10 * minuteMs).closing();
    expect(ledger.open.phase).toBe("closed");
  });
});

describe("a full lifecycle", () => {
  it("keeps its phase at the source's end, stays open, and says since when it has recovered", () => {
    const ledger = recovered();
    expect(ledger.open).toMatchObject({
      lifecycle: "full",
      phase: "notified",
      recoveredAt: ledger.now,
      firing: 0,
      resolved: 1,
    });
    expect(isOpen(ledger.open)).toBe(true);
    expect(ledger.kinds.slice(-2)).toEqual(["alerts", "recovered"]);
    expect(ledger.entry("recovered")).toEqual({ lastedMs: 10 * minuteMs, received: 2 });
  });

  it("ends the page, tells everybody, and sets no timer that would close it", () => {
    const ledger = recovered();
    expect(pageWanted(ledger.open)).toBe(false);
    expect(ledger.open).toMatchObject({ pageNo: 1, pageEnded: 1 });
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 2 now",
      "destination jira:OPS": "ticket 2 now",
      "destination pagerduty:1f0c9a": "background 3 now",
      "page pagerduty:1f0c9a": "page 1 now",
    });
    expect(ledger.after(60 * minuteMs).closing()).toEqual({ kind: "nothing" });
  });

  it("stops triage and reaction, while the investigation's deadlines stay", () => {
    const ledger = opened(firing("urgent", full), firing("critical", { ...full, fingerprint: "f2" }));
    ledger.alerts([ended(firing("urgent", full)), ended(firing("critical", { ...full, fingerprint: "f2" }))]);
    expect(ledger.open.deadlines).toEqual([]);
    expect(recovered().open.deadlines).toEqual([
      { kind: "investigation_start", dueAt: nine + 4 * 60 * minuteMs, severity: "critical", setAt: nine },
    ]);
  });

  it("is the same open incident when it fires again, however late, and pages anew", () => {
    const ledger = recovered().after(3 * 60 * minuteMs);
    const { uid } = ledger.open;
    ledger.alerts([firing("critical", { ...full, startsAt: ledger.now })]);
    expect(ledger.open).toMatchObject({ uid, phase: "notified", firing: 1, resolved: 0, pageNo: 2, pageEnded: 1 });
    expect(ledger.open).toMatchObject({ reopened: 1, reopenedAt: ledger.now });
    expect(ledger.open.recoveredAt).toBeUndefined();
    expect(pageWanted(ledger.open)).toBe(true);
    expect(ledger.entry("fires-again")).toMatchObject({
      afterMs: 3 * 60 * minuteMs,
      wakes: true,
      because: "new-occurrence",
    });
    expect(ledger.marks["destination slack:#ai-alerts"]).toBe("chat 2 now");
    expect(ledger.marks["page pagerduty:1f0c9a"]).toBe("page 1 now");
  });

  it("sets triage anew when it fires again", () => {
    const ledger = recovered().after(60 * minuteMs);
    ledger.alerts([firing("critical", { ...full, startsAt: ledger.now })]);
    expect(ledger.open.deadlines).toContainEqual({
      kind: "triage",
      dueAt: ledger.now + 15 * minuteMs,
      setAt: ledger.now,
      severity: "critical",
    });
  });

  it("wakes nobody when it fires again with its old start and its sender knows it no longer (protocol 5.2)", () => {
    const ledger = recovered().after(minuteMs);
    ledger.alerts([firing("critical", full)], { stillActive: "gone" });
    expect(ledger.open).toMatchObject({ firing: 1, pageNo: 1 });
    expect(ledger.entry("fires-again")).toMatchObject({ wakes: false, because: "fires-again" });
  });

  it("pages when what fires again less severely gets as bad as before: its page was over", () => {
    const ledger = recovered().after(minuteMs);
    ledger.alerts([firing("warning", { fingerprint: "f2", startsAt: ledger.now, ...full })]);
    expect(pageWanted(ledger.open)).toBe(false);
    ledger.alerts([firing("critical", { fingerprint: "f2", startsAt: ledger.now, ...full })]);
    expect(ledger.open).toMatchObject({ severity: "critical", pageNo: 2 });
    expect(pageWanted(ledger.open)).toBe(true);
  });

  it("keeps its severity when it fires again less severely: machines only raise it (protocol 5.5)", () => {
    const ledger = recovered().after(minuteMs);
    ledger.alerts([firing("warning", { ...full, startsAt: ledger.now })]);
    expect(ledger.open).toMatchObject({ severity: "critical", pageNo: 1, firing: 1 });
    expect(ledger.open.lead.over).toBeUndefined();
  });

  it("recovers again, each time with an entry", () => {
    const ledger = recovered().after(minuteMs);
    const again = firing("critical", { ...full, startsAt: ledger.now });
    ledger.alerts([again]);
    ledger.after(minuteMs).alerts([ended(again)]);
    expect(ledger.open).toMatchObject({ recoveredAt: ledger.now, pageNo: 2, pageEnded: 2 });
    expect(ledger.kinds.filter((kind) => kind === "recovered")).toHaveLength(2);
  });

  it("is joined by INFO without coming back, and comes back when that gets worse", () => {
    const ledger = recovered().after(minuteMs);
    ledger.alerts([firing("info", { ...full, fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ firing: 0, recoveredAt: expect.any(Number) });
    ledger.alerts([firing("critical", { ...full, fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ firing: 1, pageNo: 2 });
    expect(ledger.open.recoveredAt).toBeUndefined();
  });

  it("of a drift recovers with the measurement that completes the recovery", () => {
    const ledger = opened(measured("critical", 0, full));
    ledger.alerts([measured("healthy", 60, full)]);
    expect(ledger.open.recoveredAt).toBe(ledger.now);
    ledger.alerts([measured("critical", 120, full)]);
    expect(ledger.open).toMatchObject({ firing: 1, reopened: 1, pageNo: 2 });
  });

  it("is taken over when an alert of a full route joins a short incident, and stays", () => {
    const ledger = opened(firing("critical"));
    ledger.alerts([firing("critical", { ...full, fingerprint: "f2" })]);
    expect(ledger.open.lifecycle).toBe("full");
    ledger.alerts([firing("critical", { fingerprint: "f3" })]);
    expect(ledger.kinds.filter((kind) => kind === "lifecycle")).toHaveLength(1);
    ledger.alerts(["f1", "f2", "f3"].map((fingerprint) => ended(firing("critical", { fingerprint }))));
    expect(ledger.open).toMatchObject({ phase: "detected", recoveredAt: ledger.now });
  });

  it("can be judged false after it recovered", () => {
    const ledger = recovered().after(minuteMs);
    ledger.endedBy("ada");
    expect(ledger.open).toMatchObject({ phase: "closed", outcome: "false_positive" });
  });

  it("of what nobody was told of ends with its source: nobody will record its cause", () => {
    const ledger = opened(firing("info", full));
    ledger.alerts([ended(firing("info", full))]);
    expect(ledger.open.phase).toBe("resolved");
    const silent = firing("critical", { judgement: { lifecycle: "full", owed: [], shadow: [slack, jira, pager] } });
    const inShadow = opened(silent);
    inShadow.alerts([ended(silent)]);
    expect(inShadow.open.phase).toBe("resolved");
  });

  it("is none for Vigie's own trouble, which ends when its cause is gone (protocol 3.5)", () => {
    const own = firing("warning", { ...full, source: "vigie" });
    const ledger = opened(own);
    ledger.alerts([ended(own)]);
    expect(ledger.open.phase).toBe("resolved");
  });
});

describe("a full lifecycle that recovered and was closed by hand", () => {
  const closed = (): Ledger => {
    const ledger = recovered().after(minuteMs);
    ledger.endedBy("ada", { as: "closed_by_hand" });
    return ledger.after(minuteMs);
  };

  it("opens nothing by a late word of what is gone: nobody would ever end it (protocol 5.2)", () => {
    const ledger = closed();
    const { uid } = ledger.open;
    ledger.alerts([firing("critical", full)], { stillActive: "gone" });
    expect(ledger.open).toMatchObject({ uid, phase: "closed" });
  });

  it.each(["active", "unknown"] as const)(
    "opens a new incident where it fires again, %s to its sender",
    (stillActive) => {
      const ledger = closed();
      const { uid } = ledger.open;
      ledger.alerts([firing("critical", full)], { stillActive });
      expect(ledger.open).toMatchObject({ phase: "detected", pageNo: 1, severity: "critical" });
      expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, because: "new-occurrence" } });
    },
  );
});

describe("a full lifecycle that recovered while an INFO row of a series goes on", () => {
  it("is not called stale when that row is measured no longer: nothing that people were told of fires", () => {
    const ledger = opened(firing("critical", full), measured("info", 0, full)).after(minuteMs);
    ledger.alerts([ended(firing("critical", full))]);
    expect(ledger.open.recoveredAt).toBe(ledger.now);
    const { uid } = ledger.after(25 * 60 * minuteMs).open;
    expect(ledger.tell({ kind: "stale", uid, since: nine, series: ["series"] })).toEqual({ kind: "nothing" });
    ledger.alerts([measured("warning", 26 * 60, full)]);
    expect(ledger.open).toMatchObject({ uid, firing: 1, pageNo: 1 });
    expect(ledger.open.recoveredAt).toBeUndefined();
  });
});
