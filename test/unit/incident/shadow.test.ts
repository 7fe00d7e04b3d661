import { describe, expect, it } from "vitest";
import type { Severity } from "../../../src/alert/severity.ts";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import { pageWanted } from "../../../src/incident/incident.ts";
import type { Owed } from "../../../src/incident/judgement.ts";
import { ended, firing, jira, Ledger, measured, minuteMs, opened, pager, slack } from "./ledger.ts";

/** That of the ledger's judgements (protocol 10.2). */
const policy = "0123456789ab";
const wouldAt: Readonly<Record<Severity, readonly Owed[]>> = {
  info: [],
  warning: [slack, jira],
  critical: [slack, jira, pager],
  urgent: [slack, jira, pager],
};

/** An alert whose routes are all in shadow. */
function shadowed(level: Severity, change: Parameters<typeof firing>[1] = {}): JudgedAlert {
  return firing(level, { ...change, judgement: { owed: [], shadow: wouldAt[level], ...change.judgement } });
}

/** What changed near it is looked at, for the dashboard; nothing is done by itself. */
const looks = { "timer outlook": "action 1 now" };

describe("an incident whose alerts are all in shadow (behaviour 9)", () => {
  it("is decided and recorded, and tells nobody: no mark but to look around, no deadline, no page", () => {
    const ledger = opened(shadowed("critical"));
    expect(ledger.open).toMatchObject({ severity: "critical", owed: [], shadow: wouldAt.critical, deadlines: [] });
    expect(ledger.open).toMatchObject({ standing: {}, pageNo: 0 });
    expect(ledger.marks).toEqual(looks);
    expect(ledger.kinds).toEqual(["opened", "shadowed", "alerts"]);
    expect(ledger.entry("shadowed")).toEqual({ would: wouldAt.critical, page: true, when: "opened", policy });
  });

  it("says whom a promotion would have told, and that it would have woken somebody", () => {
    const ledger = opened(shadowed("warning")).after(minuteMs);
    expect(ledger.entry("shadowed")).toMatchObject({ page: false, when: "opened" });
    ledger.alerts([shadowed("critical")]);
    expect(ledger.entry("shadowed")).toEqual({ would: wouldAt.critical, page: true, when: "promoted", policy });
    ledger.alerts([shadowed("urgent")]);
    expect(ledger.entry("shadowed")).toMatchObject({ page: false, when: "promoted" });
    expect(ledger.open.deadlines).toEqual([]);
    expect(ledger.marks).toEqual(looks);
  });

  it("says whom its end and its coming back would have told", () => {
    const ledger = opened(shadowed("critical")).after(minuteMs);
    ledger.alerts([ended(shadowed("critical"))]);
    expect(ledger.entry("shadowed")).toEqual({ would: wouldAt.critical, page: false, when: "ended" });
    expect(ledger.marks).toEqual({ "timer close": "page 3 600000" });
    ledger.after(minuteMs).alerts([shadowed("critical", { startsAt: ledger.now })]);
    expect(ledger.open).toMatchObject({ phase: "notified", pageNo: 0 });
    expect(ledger.entry("shadowed")).toEqual({ would: wouldAt.critical, page: true, when: "reopened", policy });
  });

  it("says only whom further routes would have told in addition", () => {
    const other = { ...slack, id: "slack:#other" };
    const ledger = opened(shadowed("warning"));
    ledger.alerts([shadowed("warning", { fingerprint: "f2", judgement: { shadow: [slack, other] } })]);
    expect(ledger.entry("shadowed")).toEqual({ would: [other], page: false, when: "route", policy });
    expect(ledger.open.shadow).toEqual([slack, jira, other]);
  });

  it("beside a live route tells the live one alone", () => {
    const ledger = opened(shadowed("critical"));
    ledger.alerts([firing("warning", { fingerprint: "f2", judgement: { owed: [{ ...slack, id: "slack:#live" }] } })]);
    expect(ledger.open.owed.map(({ id }) => id)).toEqual(["slack:#live"]);
    expect(ledger.open.shadow).toEqual(wouldAt.critical);
    expect(ledger.marks).toMatchObject({ "destination slack:#live": "chat 1 now" });
    expect(ledger.open.deadlines.map(({ kind }) => kind)).toEqual(["investigation_start"]);
  });

  it("a destination that is owed live is not in shadow", () => {
    const ledger = opened(firing("warning", { judgement: { shadow: [slack, pager] } }));
    expect(ledger.open.owed).toEqual([slack, jira]);
    expect(ledger.open.shadow).toBeUndefined();
  });

  it("a live alert that begins is told and paged at once, wherever the ones before it were in shadow", () => {
    const ledger = opened(shadowed("critical")).after(minuteMs);
    ledger.alerts([firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ owed: wouldAt.critical, shadow: [], pageNo: 1 });
    expect(pageWanted(ledger.open)).toBe(true);
    expect(ledger.marks["destination slack:#ai-alerts"]).toBe("chat 1 now");
    expect(ledger.open.adopted).toBeUndefined();
  });
});

describe("leaving shadow with an incident open", () => {
  /** A CRITICAL incident in shadow whose alert is repeated after its routes left shadow. */
  const adopted = (level: "warning" | "critical" = "critical"): Ledger => {
    const ledger = opened(shadowed(level)).after(60 * minuteMs);
    ledger.alerts([firing(level)]);
    return ledger;
  };

  it("adopts it silently, by a mere repeat: owed from now on, nobody told, nobody paged", () => {
    const ledger = adopted();
    expect(ledger.last).toMatchObject({ kind: "change", received: 1 });
    expect(ledger.open).toMatchObject({
      owed: wouldAt.critical,
      shadow: [],
      adopted: { severity: "critical", at: ledger.now },
      pageNo: 0,
    });
    expect(ledger.kinds.slice(-2)).toEqual(["adopted", "deadlines"]);
    expect(ledger.marks).toEqual({});
  });

  it("counts the deadlines of the present severity from then", () => {
    const ledger = adopted();
    expect(ledger.open.deadlines.map(({ kind, dueAt }) => [kind, dueAt - ledger.now])).toEqual([
      ["triage", 15 * minuteMs],
      ["investigation_start", 4 * 60 * minuteMs],
    ]);
  });

  it("is a change once: the next repeat is counted, and counters alone tell nobody", () => {
    const ledger = adopted().after(minuteMs);
    expect(ledger.alerts([firing("critical")])).toMatchObject({ kind: "count", marks: [] });
    expect(ledger.alerts([firing("critical", { annotations: { summary: "another" } })]).kind).toBe("change");
    expect(ledger.marks).toEqual({});
  });

  it("adopts by a change of the alert as well", () => {
    const ledger = opened(shadowed("critical")).after(minuteMs);
    ledger.alerts([firing("critical", { annotations: { summary: "another figure" } })]);
    expect(ledger.open.adopted).toEqual({ severity: "critical", at: ledger.now });
    expect(ledger.open.pageNo).toBe(0);
    expect(ledger.marks).toEqual({});
  });

  it("tells and pages when it gets worse", () => {
    const ledger = adopted().after(minuteMs);
    ledger.alerts([firing("urgent")]);
    expect(ledger.open).toMatchObject({ severity: "urgent", pageNo: 1 });
    expect(ledger.marks).toMatchObject({
      "destination slack:#ai-alerts": expect.stringContaining("now"),
      "destination jira:OPS": expect.stringContaining("now"),
      "page pagerduty:1f0c9a": "page 0 now",
    });
  });

  it("tells that another alert joins, but pages nobody at the same severity", () => {
    const ledger = adopted().after(minuteMs);
    ledger.alerts([firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open.pageNo).toBe(0);
    expect(ledger.marks).toEqual({ "destination slack:#ai-alerts": "chat 3 15000" });
  });

  it("tells its end, and pages when it reopens", () => {
    const ledger = adopted().after(minuteMs);
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.marks["destination slack:#ai-alerts"]).toBe("chat 2 now");
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now })]);
    expect(ledger.open.pageNo).toBe(1);
  });

  it("pages at the first paging severity when it was adopted below it", () => {
    const ledger = adopted("warning").after(minuteMs);
    ledger.alerts([firing("critical")]);
    expect(ledger.open).toMatchObject({ pageNo: 1, severity: "critical" });
  });

  it("tells a promotion that comes with leaving shadow", () => {
    const ledger = opened(shadowed("warning")).after(minuteMs);
    ledger.alerts([firing("critical")]);
    expect(ledger.open.pageNo).toBe(1);
    expect(ledger.open.adopted).toBeUndefined();
    expect(ledger.marks["destination slack:#ai-alerts"]).toBe("chat 1 now");
  });

  it("news of another destination does not tell one that was adopted silently", () => {
    const live = { ...slack, id: "slack:#live" };
    const ledger = opened(shadowed("critical"));
    ledger.alerts([firing("warning", { fingerprint: "f2", judgement: { owed: [live] } })]);
    ledger.alerts([firing("critical")]);
    ledger.told(live);
    expect(ledger.marks).toEqual({});
  });

  it("an alert that ended adopts nothing", () => {
    const ledger = opened(shadowed("critical"), shadowed("critical", { fingerprint: "f2" }));
    ledger.alerts([ended(shadowed("critical"))]);
    expect(ledger.alerts([ended(firing("critical"))])).toMatchObject({ kind: "count" });
    expect(ledger.open.owed).toEqual([]);
  });
});

describe("a policy that names a further destination", () => {
  const other = { ...slack, id: "slack:#second" };

  it("adds it by a mere repeat, with the incident as it is now (protocol 10.2)", () => {
    const ledger = opened(firing("critical")).after(minuteMs);
    ledger.alerts([firing("critical", { judgement: { owed: [...wouldAt.critical, other] } })]);
    expect(ledger.open.owed).toContainEqual(other);
    expect(ledger.marks["destination slack:#second"]).toBe("chat 1 now");
    expect(ledger.open).toMatchObject({ pageNo: 1 });
  });

  it("that pages wakes somebody where nobody was woken yet", () => {
    const ledger = opened(firing("critical", { judgement: { owed: [slack] } })).after(minuteMs);
    expect(ledger.open.pageNo).toBe(0);
    ledger.alerts([firing("critical", { judgement: { owed: [slack, pager] } })]);
    expect(ledger.open.pageNo).toBe(1);
    expect(ledger.marks["page pagerduty:1f0c9a"]).toBe("page 1 now");
  });

  it("is not owed for a level that a measurement has not reached as often as its row asks (C-15)", () => {
    const thrice = { judgement: { inARow: 3 } };
    const ledger = opened();
    for (const at of [0, 1, 2]) ledger.alerts([measured("warning", at, thrice)]);
    const before = new Ledger();
    for (const at of [0, 1, 2]) before.alerts([measured("warning", at, thrice)]);
    before.alerts([measured("critical", 3, { ...thrice, value: 0.5 })]);
    expect(before.open).toMatchObject({ severity: "warning", owed: [slack, jira] });
  });
});

describe("a deadline", () => {
  it("that ran out is not begun anew by another figure of what goes on (protocol 10.2)", () => {
    const ledger = opened(measured("critical", 0)).after(60 * minuteMs);
    const { deadlines } = ledger.open;
    ledger.alerts([measured("critical", 60, { value: 0.8 })]);
    expect(ledger.open.deadlines).toEqual(deadlines);
  });
});
