import { describe, expect, it } from "vitest";
import type { Severity } from "../../../../src/alert/severity.ts";
import type { HumanAct } from "../../../../src/incident/acts.ts";
import { pageWanted } from "../../../../src/incident/incident.ts";
import { ended, firing, jira, judgedAs, type Ledger, minuteMs, opened, pager, slack } from "../ledger.ts";

/** As the desk hands it in: with what the policy says of that severity. */
function setTo(to: Severity): HumanAct {
  const { owed, deadlines } = judgedAs(to);
  return { kind: "set-severity", to, why: "I looked", owed, deadlines };
}

function set(ledger: Ledger, to: Severity): Ledger {
  ledger.act("ada", setTo(to));
  return ledger.after(minuteMs);
}

const figure = (summary: string) => ({ annotations: { summary } });

describe("a person lowers the severity (protocol 5.5)", () => {
  it("the page ends where nobody is paged any more, the worst stays, and no vendor is left with it", () => {
    const ledger = opened();
    ledger.act("ada", setTo("warning"));
    expect(ledger.open).toMatchObject({ severity: "warning", worst: "critical", pageNo: 1, pageEnded: 1 });
    expect(pageWanted(ledger.open)).toBe(false);
    expect(ledger.marks["page pagerduty:1f0c9a"]).toBe("page 1 now");
  });

  it("the page stays where that severity pages as well", () => {
    const ledger = set(opened(firing("urgent")), "critical");
    expect(pageWanted(ledger.open)).toBe(true);
    expect(ledger.open).toMatchObject({ severity: "critical", pageEnded: 0 });
  });

  it("what fires on at its own level does not undo it: repeats, other figures, further alerts as bad", () => {
    const ledger = set(opened(), "warning");
    const alerts = [
      firing("critical"),
      firing("critical", figure("another")),
      firing("critical", { fingerprint: "f2" }),
      firing("critical", { judgement: { policyHash: "ba9876543210", owed: [slack, jira, pager] } }),
    ];
    for (const alert of alerts) ledger.after(minuteMs).alerts([alert]);
    expect(ledger.open).toMatchObject({ severity: "warning", pageNo: 1, pageEnded: 1 });
    expect(ledger.kinds).not.toContain("severity");
  });

  it("what gets worse than they judged raises it again, and pages anew", () => {
    const ledger = set(opened(), "warning");
    ledger.alerts([firing("urgent")]);
    expect(ledger.open).toMatchObject({ severity: "urgent", worst: "urgent", pageNo: 2, pageEnded: 1 });
    expect(ledger.open.reported).toBeUndefined();
    expect(pageWanted(ledger.open)).toBe(true);
  });

  it("twice: only what is worse than at first raises it", () => {
    const ledger = set(set(opened(firing("urgent")), "critical"), "warning");
    ledger.alerts([firing("urgent", figure("another"))]);
    expect(ledger.open.severity).toBe("warning");
  });

  it("a new occurrence after the end is judged by itself again", () => {
    const full = { judgement: { lifecycle: "full" } } as const;
    const ledger = set(opened(firing("critical", full)), "warning");
    ledger.alerts([ended(firing("critical", full))]);
    ledger.after(60 * minuteMs).alerts([firing("critical", { ...full, startsAt: ledger.now })]);
    expect(ledger.open).toMatchObject({ severity: "critical", pageNo: 2, pageEnded: 1 });
  });

  it("to INFO: what fires above INFO still holds it open, and its end ends it", () => {
    const ledger = set(opened(firing("critical"), firing("info", { fingerprint: "f2" })), "info");
    ledger.alerts([ended(firing("info", { fingerprint: "f2" }))]);
    expect(ledger.open).toMatchObject({ phase: "detected", firing: 1 });
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.open).toMatchObject({ phase: "resolved", firing: 0 });
  });
});

describe("a person raises the severity", () => {
  it("owes what it brings: destinations, deadlines, a page", () => {
    const ledger = opened(firing("warning"));
    ledger.act("ada", setTo("urgent"));
    expect(ledger.open.owed.map(({ id }) => id)).toEqual([slack.id, jira.id, pager.id]);
    expect(ledger.open.deadlines.map(({ kind }) => kind)).toEqual(["investigation_start", "triage", "reaction"]);
    expect(ledger.open).toMatchObject({ severity: "urgent", worst: "urgent", pageNo: 1 });
    expect(ledger.entry("page")).toMatchObject({ cause: "first-paging-severity" });
    expect(ledger.kinds.slice(-4)).toEqual(["severity-by-hand", "owed", "deadlines", "page"]);
  });

  it("wakes nobody twice who was paged already", () => {
    const ledger = set(opened(), "urgent");
    expect(ledger.open).toMatchObject({ severity: "urgent", pageNo: 1 });
  });

  it("machines do not lower it, and alerts below it join without a word", () => {
    const ledger = set(opened(firing("warning")), "urgent");
    ledger.alerts([firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ severity: "urgent", firing: 2, pageNo: 1 });
    expect(ledger.kinds).not.toContain("severity");
  });

  it("of an INFO row: the row holds it open until it ends", () => {
    const ledger = set(opened(firing("info")), "warning");
    expect(ledger.open).toMatchObject({ severity: "warning", firing: 1 });
    ledger.alerts([ended(firing("info"))]);
    expect(ledger.open).toMatchObject({ phase: "resolved", firing: 0 });
  });

  it("of an INFO row that is then joined by worse: that one alone holds it open, as in a promotion", () => {
    const ledger = set(opened(firing("info")), "urgent");
    ledger.alerts([firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ firing: 1, resolved: 1 });
    ledger.alerts([ended(firing("critical", { fingerprint: "f2" }))]);
    expect(ledger.open.phase).toBe("resolved");
  });

  it("full where that severity is: it waits for cause and remediation from then on", () => {
    const ledger = opened(firing("warning"));
    ledger.act("ada", { kind: "set-severity", to: "critical", why: "x", owed: [], deadlines: [], lifecycle: "full" });
    expect(ledger.open.lifecycle).toBe("full");
  });
});

describe("a person raises the severity (protocol 10.2)", () => {
  it("what they judged and found before is not asked of them again, what they did not is", () => {
    const ledger = opened();
    ledger.act("ada", { kind: "judge-real" });
    ledger.act("ada", { kind: "record-cause", cause: "data", text: "nulls" });
    const [, ...met] = [ledger.act("ada", setTo("urgent")), "triage", "reaction", "investigation_start"];
    expect(ledger.open.deadlines.map(({ kind }) => kind).filter((kind) => met.includes(kind))).toEqual([]);

    const idle = opened();
    idle.act("ada", setTo("urgent"));
    expect(idle.open.deadlines.map(({ kind }) => kind)).toContain("reaction");
  });

  it("an alert that gets worse after it was judged real promises no second triage", () => {
    const ledger = opened();
    ledger.act("ada", { kind: "judge-real" });
    ledger.after(minuteMs).alerts([firing("urgent")]);
    expect(ledger.open).toMatchObject({ severity: "urgent", deadlines: [{ kind: "investigation_start" }] });
  });
});
