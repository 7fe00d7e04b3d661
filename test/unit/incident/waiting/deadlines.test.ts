import { describe, expect, it } from "vitest";
import { nextStage, passedStage } from "../../../../src/incident/deadlines.ts";
import type { Deadline } from "../../../../src/incident/incident.ts";
import { firing, judgedAs, Ledger, minuteMs, nine, opened } from "../ledger.ts";
import { acknowledgedBy, act, due } from "./people.ts";

const hourMs = 60 * minuteMs;
const dayLong: Deadline = { kind: "investigation_start", severity: "warning", setAt: nine, dueAt: nine + 24 * hourMs };

describe("what is said of a deadline", () => {
  it("comes at half, at four fifths and at its time: 12 h, 19 h 12 and 24 h (U-02)", () => {
    expect(nextStage(dayLong)).toEqual({ stage: "half", at: nine + 12 * hourMs });
    expect(nextStage({ ...dayLong, said: "half" })).toEqual({ stage: "near", at: nine + 19.2 * hourMs });
    expect(nextStage({ ...dayLong, said: "near" })).toEqual({ stage: "overdue", at: nine + 24 * hourMs });
    expect(nextStage({ ...dayLong, said: "overdue" })).toBeNull();
  });

  it("is the worst that has passed, once, after a clock that jumped forward", () => {
    expect(passedStage(dayLong, nine + 30 * hourMs)).toBe("overdue");
    expect(passedStage({ ...dayLong, said: "overdue" }, nine + 31 * hourMs)).toBeNull();
  });

  it("is nothing anew after a clock that was set back", () => {
    expect(passedStage({ ...dayLong, said: "near" }, nine + 13 * hourMs)).toBeNull();
  });

  it("of a record of before warnings is only that it is overdue", () => {
    const { setAt: _setAt, ...old } = dayLong;
    expect(nextStage(old)).toEqual({ stage: "overdue", at: nine + 24 * hourMs });
    expect(passedStage(old, nine + 23 * hourMs)).toBeNull();
  });
});

describe("deadlines of an incident", () => {
  it("ask for their timer when they are set, and again after each word", () => {
    const ledger = opened(firing("warning"));
    expect(ledger.waits).toMatchObject({ deadline: 12 * hourMs });
    due(ledger.after(12 * hourMs), "deadline-due");
    expect(ledger.entry("deadline")).toMatchObject({ deadline: "investigation_start", news: "half" });
    expect(ledger.waits).toMatchObject({ deadline: 7.2 * hourMs });
  });

  it("are told in one commit when several passed at once, the latest stage of each", () => {
    const ledger = opened(firing("critical"));
    due(ledger.after(5 * hourMs), "deadline-due");
    const said = ledger.entries.filter(({ kind }) => kind === "deadline").map(({ data }) => [data.deadline, data.news]);
    expect(said).toEqual([
      ["triage", "overdue"],
      ["investigation_start", "overdue"],
    ]);
    expect(due(ledger, "deadline-due").kind).toBe("nothing");
  });

  it("say nothing once the incident is over, or silenced", () => {
    const ledger = opened(firing("critical"));
    act(ledger, {
      kind: "silence",
      silence: {
        id: "s",
        scope: { kind: "group", groupId: "a".repeat(32) },
        by: { id: "person:ada" },
        at: nine,
        why: "x",
        urgent: false,
      },
    });
    expect(due(ledger.after(5 * hourMs), "deadline-due").kind).toBe("nothing");
  });

  it("of RTO warn at 2 h and 3 h 12 and are overdue at 4 h (U-35)", () => {
    const deadlines = [{ kind: "rto", afterMs: 4 * hourMs }] as const;
    const ledger = opened(firing("urgent", { judgement: { deadlines } }));
    const said: unknown[] = [];
    for (let next = ledger.waits.deadline; next !== undefined; next = ledger.waits.deadline) {
      due(ledger.after(next), "deadline-due");
      said.push([(ledger.entry("deadline") as { news: string }).news, (ledger.now - nine) / hourMs]);
    }
    expect(said).toEqual([
      ["half", 2],
      ["near", 3.2],
      ["overdue", 4],
    ]);
  });
});

describe("an overdue triage (behaviour 5)", () => {
  it("escalates at once where nobody acknowledged", () => {
    const ledger = triaged();
    expect(ledger.waits).toMatchObject({ escalation: 0 });
    due(ledger, "escalation-due");
    expect(ledger.entry("escalated")).toMatchObject({ because: "triage-overdue", step: 1 });
    expect(ledger.marks).toMatchObject({ "page pagerduty:1f0c9a": "page 1 now" });
    expect(due(ledger.after(minuteMs), "escalation-due").kind).toBe("nothing");
  });

  it("does not where an acknowledgement in PagerDuty would not be heard", () => {
    const ledger = triaged();
    expect(due(ledger, "escalation-due", { hearsPages: false }).kind).toBe("nothing");
  });

  it("names whoever acknowledged, and escalates ten minutes later", () => {
    const ledger = opened(firing("critical"));
    acknowledgedBy(ledger, "ada");
    due(ledger.after(15 * minuteMs), "deadline-due");
    expect(ledger.entry("deadline")).toMatchObject({ deadline: "triage", news: "overdue", by: "person:ada" });
    expect(ledger.waits).toMatchObject({ escalation: 10 * minuteMs });
    expect(due(ledger.after(9 * minuteMs), "escalation-due").kind).toBe("nothing");
    due(ledger.after(minuteMs), "escalation-due");
    expect(ledger.entry("escalated")).toMatchObject({ because: "triage-overdue" });
    expect(ledger.open.acknowledged).toBeUndefined();
  });

  it("escalates at once where the policy gives no more time (fab-ia, U-07)", () => {
    const ledger = opened(firing("critical", { judgement: { afterTriageMs: 0 } }));
    acknowledgedBy(ledger, "ada");
    due(ledger.after(15 * minuteMs), "deadline-due");
    expect(ledger.waits).toMatchObject({ escalation: 0 });
  });

  it("is put off by ten minutes, three times at most", () => {
    const ledger = opened(firing("critical"));
    acknowledgedBy(ledger, "ada");
    due(ledger.after(15 * minuteMs), "deadline-due");
    for (const times of [1, 2, 3]) {
      expect(act(ledger, { kind: "put-off-triage" })).toEqual({ kind: "done" });
      expect(ledger.open.deadlines).toContainEqual(expect.objectContaining({ kind: "triage", putOff: times }));
    }
    expect(act(ledger, { kind: "put-off-triage" })).toMatchObject({ kind: "refused", because: "too-often" });
    expect(due(ledger.after(29 * minuteMs), "escalation-due").kind).toBe("nothing");
  });

  it("is put off by nobody who has not acknowledged", () => {
    expect(act(triaged(), { kind: "put-off-triage" })).toMatchObject({ because: "not-acknowledged" });
  });
});

function triaged(): Ledger {
  const ledger = opened(firing("critical"));
  due(ledger.after(15 * minuteMs), "deadline-due");
  return ledger;
}

describe("who is told nothing", () => {
  it("is waited for by nobody either: an incident that owes nothing has no such timer", () => {
    const ledger = new Ledger();
    ledger.alerts([firing("warning", { judgement: { ...judgedAs("warning"), owed: [] } })]);
    expect(Object.keys(ledger.waits)).toEqual(["unheard"]);
  });
});
