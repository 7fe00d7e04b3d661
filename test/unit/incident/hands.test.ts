import { describe, expect, it } from "vitest";
import { pageWanted } from "../../../src/incident/incident.ts";
import { ended, firing, Ledger, measured, minuteMs, nine, opened, resolved } from "./ledger.ts";

const dayMs = 86_400_000;

/** An incident that Ada judged false five minutes after it began, while its source fires on. */
function held(alert = firing("critical"), more: Parameters<Ledger["endedBy"]>[1] = {}): Ledger {
  const ledger = opened(alert).after(5 * minuteMs);
  ledger.endedBy("ada", { because: "test-traffic", ...more });
  return ledger;
}

describe("a false positive, or an incident closed by hand, while its source fires (behaviour 3)", () => {
  it("is closed with that outcome, ends its page, and says who, why and until when", () => {
    const ledger = held();
    expect(ledger.open).toMatchObject({
      phase: "closed",
      outcome: "false_positive",
      closedAt: ledger.now,
      pageNo: 1,
      pageEnded: 1,
      firing: 1,
      endedByHand: {
        by: "person:ada",
        at: ledger.now,
        severity: "critical",
        hold: "until-resolved",
        holdUntil: ledger.now + 7 * dayMs,
        because: "test-traffic",
      },
    });
    expect(pageWanted(ledger.open)).toBe(false);
    expect(ledger.entries.at(-1)).toMatchObject({ kind: "ended-by-hand", actor: "person:ada" });
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 2 now",
      "destination jira:OPS": "ticket 2 now",
      "page pagerduty:1f0c9a": "page 1 now",
      "timer hold": `page 3 ${7 * dayMs}`,
    });
  });

  it("is closed by hand in the same way", () => {
    expect(held(firing("critical"), { as: "closed_by_hand" }).open.outcome).toBe("closed_by_hand");
  });

  it("goes on being counted there, and tells nobody", () => {
    const ledger = held().after(minuteMs);
    const { incident, received } = ledger;
    expect(ledger.alerts([firing("critical")])).toMatchObject({ kind: "count", marks: [] });
    expect(ledger.alerts([firing("critical", { annotations: { summary: "another figure" } })])).toMatchObject({
      kind: "change",
      marks: [],
      entries: [],
    });
    expect(ledger.received).toBe(received + 2);
    expect(ledger.incident).toMatchObject({ uid: incident?.uid, phase: "closed", seq: incident?.seq });
  });

  it("an hourly measurement of the same series is the same occurrence", () => {
    const ledger = held(measured("critical", 0, { value: 0.94 })).after(60 * minuteMs);
    const { uid } = ledger.open;
    for (const [hour, value] of [0.93, 0.92, 0.94].entries()) {
      ledger.alerts([measured("critical", 60 * (hour + 1), { value })]);
      expect(ledger.last).toMatchObject({ kind: "change", marks: [], entries: [] });
    }
    expect(ledger.open.uid).toBe(uid);
    expect(ledger.rows.get("series")?.alert.measurement?.value).toBe(0.94);
  });

  it("comes back as a new incident, told and paged as new, when it gets worse than what was judged", () => {
    const ledger = held().after(minuteMs);
    const { uid } = ledger.open;
    ledger.alerts([firing("urgent", { annotations: { summary: "worse" } })]);
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.open).toMatchObject({ severity: "urgent", phase: "detected", pageNo: 1, pageEnded: 0, firing: 1 });
    expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, by: "person:ada", because: "worse" } });
    expect(ledger.marks["destination slack:#ai-alerts"]).toBe("chat 0 now");
    expect(ledger.marks["page pagerduty:1f0c9a"]).toBe("page 0 now");
    expect(ledger.group?.held).toEqual({});
  });

  it("does not come back at a severity that is no worse", () => {
    const ledger = held().after(minuteMs);
    const { uid } = ledger.open;
    ledger.alerts([firing("warning")]);
    ledger.alerts([firing("critical", { annotations: { summary: "as before" } })]);
    expect(ledger.open.uid).toBe(uid);
  });

  it("comes back on a new model version", () => {
    const on = (version: string, to: number) => measured("critical", to, { model: { name: "credit", version } });
    const ledger = held(on("8", 0), { hold: "until-next-version" });
    const { uid } = ledger.open;
    expect(ledger.open.endedByHand).toMatchObject({ modelVersion: "8", hold: "until-next-version" });
    expect(ledger.open.endedByHand?.holdUntil).toBeUndefined();
    ledger.after(30 * dayMs).alerts([on("8", 60)]);
    expect(ledger.open.uid).toBe(uid);
    ledger.after(minuteMs).alerts([on("9", 120)]);
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, because: "new-version" } });
  });

  it("is held for 7 days where no version is known that a next one could differ from", () => {
    const ledger = held(firing("critical"), { hold: "until-next-version" });
    expect(ledger.open.endedByHand?.holdUntil).toBe(ledger.now + 7 * dayMs);
  });

  it("comes back as a new occurrence after a real resolve, which is taken note of silently", () => {
    const ledger = held().after(minuteMs);
    const { uid } = ledger.open;
    expect(ledger.alerts([ended(firing("critical"))])).toMatchObject({ kind: "change", marks: [] });
    expect(ledger.open).toMatchObject({ uid, phase: "closed", outcome: "false_positive", firing: 0, resolved: 1 });
    expect(ledger.kinds.at(-1)).toBe("alerts");
    expect(ledger.group?.held).toEqual({});
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now })]);
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.open).toMatchObject({ reopened: 0, pageNo: 1 });
    expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, because: "new-occurrence" } });
  });

  it("comes back as a new occurrence also when the resolve between them was lost", () => {
    const ledger = held().after(60 * minuteMs);
    const { uid } = ledger.open;
    ledger.alerts([firing("critical", { startsAt: nine + 40 * minuteMs })]);
    expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, because: "new-occurrence" } });
  });

  it("a drift that recovered and gets bad again comes back", () => {
    const ledger = held(measured("critical", 0));
    const { uid } = ledger.open;
    ledger.alerts([measured("healthy", 60)]);
    expect(ledger.open).toMatchObject({ uid, firing: 0 });
    ledger.alerts([measured("critical", 120)]);
    expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, because: "new-occurrence" } });
  });

  it.each([
    ["24h", dayMs],
    ["7d", 7 * dayMs],
    ["until-resolved", 7 * dayMs],
  ] as const)("held %s comes back when the hold ends, not counted as received again", (hold, ms) => {
    const ledger = held(firing("critical"), { hold });
    const { uid } = ledger.open;
    ledger.after(ms - 1).holdOver(uid, firing("critical"));
    expect(ledger.open.uid).toBe(uid);
    ledger.after(1).holdOver(uid, firing("critical"));
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.open).toMatchObject({ pageNo: 1, firing: 1, startedAt: nine });
    expect(ledger.received).toBe(0);
    expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, because: "hold-over" } });
    expect(ledger.holdOver(uid, firing("critical"))).toEqual({ kind: "nothing" });
  });

  it("comes back with the next repeat after the hold's end, should the timer be late", () => {
    const ledger = held(firing("critical"), { hold: "24h" }).after(dayMs);
    const { uid } = ledger.open;
    ledger.alerts([firing("critical")]);
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.received).toBe(1);
    expect(ledger.holdOver(uid, firing("critical"))).toEqual({ kind: "nothing" });
  });

  it("does not come back when it ended before the hold did", () => {
    const ledger = held(firing("critical"), { hold: "24h" }).after(minuteMs);
    const { uid } = ledger.open;
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.after(dayMs).holdOver(uid, firing("critical"))).toEqual({ kind: "nothing" });
  });

  it("another alert of the group opens a new incident, and what is held stays silent beside it", () => {
    const [first, second] = [firing("critical"), firing("critical", { fingerprint: "f2" })];
    const ledger = opened(first, second);
    const { uid } = ledger.open;
    ledger.endedBy("ada");
    // Alertmanager sends the whole group again when an alert joins it.
    ledger.after(minuteMs).alerts([first, firing("critical", { fingerprint: "f3" }), second]);
    expect(ledger.open.uid).not.toBe(uid);
    expect(ledger.open).toMatchObject({ firing: 1, resolved: 0 });
    expect([...ledger.rows.keys()]).toEqual(["f3"]);
    expect(ledger.received).toBe(1);
    expect(ledger.entries[0]?.data).toMatchObject({ follows: { uid, because: "another-alert" } });
    expect(ledger.after(minuteMs).alerts([first, second])).toEqual({ kind: "nothing" });
    ledger.alerts([firing("urgent", { annotations: { summary: "worse" } })]);
    expect(ledger.open).toMatchObject({ severity: "urgent", firing: 2 });
  });

  it("what is held joins the incident that another alert opened, when the hold ends", () => {
    const ledger = held(firing("critical"), { hold: "24h" });
    const { uid } = ledger.open;
    ledger.alerts([firing("critical", { fingerprint: "f2" })]);
    const { uid: second } = ledger.open;
    ledger.after(dayMs).holdOver(uid, firing("critical"));
    expect(ledger.open).toMatchObject({ uid: second, firing: 2, pageNo: 1 });
  });

  it("holds more alerts than a group remembers, as long as no other incident opens", () => {
    const many = Array.from({ length: 250 }, (_, at) => firing("critical", { fingerprint: `f${at}` }));
    const ledger = opened(...many);
    const { uid } = ledger.open;
    ledger.endedBy("ada", { hold: "24h" });
    expect(Object.keys(ledger.group?.held ?? {})).toHaveLength(200);
    ledger
      .after(minuteMs)
      .alerts(many.map(({ alert, judgement }) => ({ alert: { ...alert, annotations: {} }, judgement })));
    expect(ledger.open).toMatchObject({ uid, firing: 250 });
    expect(ledger.marks).toEqual({});
    ledger.after(dayMs).alerts([firing("critical", { fingerprint: "f249" })]);
    expect(ledger.open.uid).not.toBe(uid);
  });

  it("a word about an earlier occurrence brings nothing back, nor does a copy", () => {
    const ledger = held(firing("critical", { senderId: "a" }), { hold: "24h" }).after(2 * dayMs);
    const { uid } = ledger.open;
    ledger.alerts([firing("urgent", { startsAt: nine - minuteMs, senderId: "b" })]);
    ledger.alerts([firing("urgent", { senderId: "a" })]);
    expect(ledger.open.uid).toBe(uid);
  });

  it("a resolve of what is held beside another incident lets it go", () => {
    const ledger = held();
    ledger.alerts([firing("critical", { fingerprint: "f2" })]);
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.group?.held).toEqual({});
    expect(ledger.open).toMatchObject({ firing: 1, resolved: 0 });
  });

  it("a resolve and another alert in one message: the new incident begins its own journal", () => {
    const ledger = held();
    ledger.alerts([ended(firing("critical")), firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ firing: 1, resolved: 0 });
    expect(ledger.kinds[0]).toBe("opened");
    expect(ledger.entry("alerts")).toMatchObject({ firedCount: 1, endedCount: 0 });
  });

  it("is not reopened within the reopen window: that is for what its source resolved", () => {
    const ledger = resolved().after(minuteMs);
    const { uid } = ledger.open;
    ledger.endedBy("ada");
    expect(ledger.open).toMatchObject({ uid, phase: "closed", outcome: "false_positive" });
    expect(ledger.open.endedByHand?.hold).toBeUndefined();
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now })]);
    expect(ledger.open.uid).not.toBe(uid);
  });

  it("is judged once: what is closed stays as it is", () => {
    const ledger = held();
    expect(ledger.endedBy("bob", { as: "closed_by_hand" })).toEqual({ kind: "nothing" });
  });

  it("a fact about another incident than the one at hand changes nothing", () => {
    expect(opened().endedBy("ada", { uid: "f".repeat(32) })).toEqual({ kind: "nothing" });
    expect(opened().tell({ kind: "resolved-elsewhere", uid: "f".repeat(32), by: "ada", where: "jira" })).toEqual({
      kind: "nothing",
    });
  });
});

describe("three false positives of one rule in 30 days", () => {
  /** Judged false so often, `everyDays` apart, each time a new occurrence. */
  const judged = (times: number, everyDays: number): Ledger => {
    const ledger = new Ledger();
    for (let at = 0; at < times; at += 1) {
      const from = Math.round((ledger.now - nine) / minuteMs);
      for (const [step, value] of [0.94, 0.93, 0.92, 0.91].entries())
        ledger.alerts([measured("critical", from + step, { value })]);
      ledger.endedBy("ada");
      ledger.alerts([measured("healthy", from + 4, { value: 1 })]);
      ledger.after(everyDays * dayMs);
    }
    return ledger;
  };

  it("say that the rule wants mending, with its last ten values", () => {
    const ledger = judged(3, 2);
    expect(ledger.open.ruleSuspected).toEqual({ times: 3 });
    expect(ledger.entry("rule-suspected")).toEqual({
      name: "accuracy",
      times: 3,
      values: [1, 0.94, 0.93, 0.92, 0.91, 1, 0.94, 0.93, 0.92, 0.91].slice(-10),
    });
  });

  it("are not reached by two, nor by three in more than 30 days", () => {
    expect(judged(2, 2).kinds).not.toContain("rule-suspected");
    expect(judged(3, 16).kinds).not.toContain("rule-suspected");
  });

  it("are counted by the alert's name, and closing by hand is none", () => {
    const ledger = new Ledger();
    for (const [name, as] of [
      ["A", "false_positive"],
      ["B", "false_positive"],
      ["A", "closed_by_hand"],
      ["A", "false_positive"],
    ] as const) {
      ledger.after(minuteMs).alerts([firing("critical", { name, fingerprint: `${name}-${ledger.now}` })]);
      ledger.endedBy("ada", { as });
    }
    expect(ledger.kinds).not.toContain("rule-suspected");
    ledger.after(minuteMs).alerts([firing("critical", { name: "A", fingerprint: "again" })]);
    ledger.endedBy("ada");
    expect(ledger.entry("rule-suspected")).toEqual({ name: "A", times: 3, values: [] });
  });
});

describe("resolved by a person at a vendor", () => {
  it("while the source fires counts as an acknowledgement, does not turn green and ends no page (protocol 3.3)", () => {
    const ledger = opened().after(minuteMs);
    ledger.resolvedElsewhere("ada", "pagerduty:1f0c9a");
    const act = { by: "person:ada", where: "pagerduty:1f0c9a", at: ledger.now };
    expect(ledger.open).toMatchObject({ phase: "triaging", acknowledged: act, resolvedElsewhere: act, pageNo: 1 });
    expect(pageWanted(ledger.open)).toBe(true);
    expect(ledger.entries.at(-2)).toMatchObject({ kind: "resolved-elsewhere", actor: "person:ada" });
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 2 now",
      "destination jira:OPS": "ticket 2 now",
      "page pagerduty:1f0c9a": "page 2 now",
    });
  });

  it("is said once", () => {
    const ledger = opened();
    ledger.resolvedElsewhere("ada", "pagerduty:1f0c9a");
    expect(ledger.resolvedElsewhere("ada", "pagerduty:1f0c9a")).toEqual({ kind: "nothing" });
  });

  it("raises no page for the same occurrence again, but for a promotion it does (protocol 3.2)", () => {
    const ledger = opened();
    ledger.resolvedElsewhere("ada", "pagerduty:1f0c9a");
    ledger.alerts([firing("critical"), firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open.pageNo).toBe(1);
    ledger.alerts([firing("urgent")]);
    expect(ledger.open).toMatchObject({ pageNo: 2, pageEnded: 0 });
    expect(ledger.open.acknowledged).toBeUndefined();
    expect(ledger.entry("page")).toEqual({ pageNo: 2, cause: "promoted" });
  });

  it("changes nothing when nothing fires, and reopens nothing (behaviour 5)", () => {
    expect(resolved().resolvedElsewhere("ada", "jira:OPS")).toEqual({ kind: "nothing" });
    expect(held().resolvedElsewhere("ada", "jira:OPS")).toEqual({ kind: "nothing" });
  });

  it("is forgotten when it comes back", () => {
    const ledger = opened();
    ledger.resolvedElsewhere("ada", "pagerduty:1f0c9a");
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now })]);
    expect(ledger.open.resolvedElsewhere).toBeUndefined();
    expect(ledger.open.acknowledged).toBeUndefined();
    expect(ledger.open.pageNo).toBe(2);
  });
});
