import { describe, expect, it } from "vitest";
import type { Judgement, Ladder, Owed } from "../../../../src/incident/judgement.ts";
import { firing, type Ledger, minuteMs, opened, pager, slack } from "../ledger.ts";
import { acknowledgedBy, act, due } from "./people.ts";

const lead: Owed = { id: "slack:#leads", receiver: "slack", told: "team-lead", at: "critical" };
const second: Owed = { id: "slack:#second", receiver: "slack", told: "on-call-2", at: "critical" };
const ladder: Ladder = {
  repeat: 1,
  steps: [
    { afterMs: 10 * minuteMs, owed: [lead] },
    { afterMs: 20 * minuteMs, owed: [second] },
  ],
};

/** An incident in chat alone, with a ladder of two steps that is repeated once. */
function inChat(more: Partial<Judgement> = {}): Ledger {
  return opened(firing("critical", { judgement: { owed: [slack], deadlines: [], ladder, ...more } }));
}

describe("the policy's ladder (behaviour 5)", () => {
  it("tells its steps one after the other, each by a new message, and begins anew as often as it says", () => {
    const ledger = inChat();
    const taken: unknown[] = [];
    for (let next = ledger.waits.escalation; next !== undefined; next = ledger.waits.escalation) {
      due(ledger.after(next), "escalation-due");
      const { step, to, because } = ledger.entry("escalated") as Record<string, unknown>;
      taken.push([step, to, because, next / minuteMs]);
    }
    expect(taken).toEqual([
      [1, "team-lead", "ladder", 10],
      [2, "on-call-2", "ladder", 20],
      [3, "team-lead", "ladder", 10],
      [4, "on-call-2", "ladder", 20],
    ]);
    expect(ledger.open.owed.map(({ id }) => id)).toEqual([slack.id, lead.id, second.id]);
  });

  it("stops when somebody acknowledges, anywhere", () => {
    const ledger = inChat();
    acknowledgedBy(ledger, "ada");
    expect(due(ledger.after(10 * minuteMs), "escalation-due").kind).toBe("nothing");
  });

  it("starts anew when the acknowledgement is taken back", () => {
    const ledger = inChat();
    due(ledger.after(10 * minuteMs), "escalation-due");
    acknowledgedBy(ledger, "ada");
    act(ledger.after(minuteMs), { kind: "unacknowledge", because: "reassigned" });
    expect(ledger.waits).toMatchObject({ escalation: 10 * minuteMs });
    due(ledger.after(10 * minuteMs), "escalation-due");
    expect(ledger.entry("escalated")).toMatchObject({ step: 1, to: "team-lead" });
  });

  it("takes one step when two replicas' timers fall due together", () => {
    const ledger = inChat().after(10 * minuteMs);
    due(ledger, "escalation-due");
    expect(due(ledger, "escalation-due").kind).toBe("nothing");
    expect(ledger.kinds.filter((kind) => kind === "escalated")).toHaveLength(1);
  });

  it("gives way to the pager's own: where PagerDuty pages it is raised by hand or by the triage alone", () => {
    const ledger = inChat({ owed: [slack, pager] });
    expect(ledger.waits.escalation).toBeUndefined();
    expect(act(ledger, { kind: "escalate", to: { kind: "next" }, why: "no answer" })).toEqual({ kind: "done" });
    expect(ledger.entry("escalated")).toMatchObject({ because: "by-hand", step: 1, why: "no answer" });
    expect(ledger.open.pageNo).toBe(1);
    expect(ledger.marks).toMatchObject({ "page pagerduty:1f0c9a": "page 1 now" });
  });

  it("pages whom a step names, again where they were paged before", () => {
    const paging: Ladder = { repeat: 0, steps: [{ afterMs: minuteMs, owed: [pager] }] };
    const ledger = inChat({ ladder: paging });
    due(ledger.after(minuteMs), "escalation-due");
    expect(ledger.open).toMatchObject({ pageNo: 1, escalation: { steps: 1 } });
    expect(ledger.entry("page")).toMatchObject({ cause: "escalated" });
  });

  it("is refused by hand where there is none, or none is left", () => {
    const ledger = opened(firing("critical", { judgement: { owed: [slack] } }));
    expect(act(ledger, { kind: "escalate", to: { kind: "next" } })).toMatchObject({ because: "no-ladder" });
  });
});
