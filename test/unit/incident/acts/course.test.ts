import { describe, expect, it } from "vitest";
import type { HumanAct } from "../../../../src/incident/acts.ts";
import { isOpen, pageWanted } from "../../../../src/incident/incident.ts";
import { ended, firing, judgedAs, Ledger, minuteMs, nine, opened, pager } from "../ledger.ts";
import {
  afterActs,
  causeAct,
  closeAct,
  falseAct,
  mitigateAct,
  realAct,
  remediateAct,
  states,
  urgent,
} from "./states.ts";

const bob = { id: "person:bob@corp.example", name: "Bob" };

describe("acknowledging (behaviour 5)", () => {
  it("is kept with who and where, marks every destination and the page, and moves on to triaging", () => {
    const ledger = states.notified();
    ledger.act("ada", { kind: "acknowledge" }, { by: { id: "person:ada@corp.example", name: "Ada" } });
    expect(ledger.open).toMatchObject({
      phase: "triaging",
      acknowledged: { by: "person:ada@corp.example", where: "slack", at: ledger.now },
      names: { "person:ada@corp.example": "Ada" },
    });
    expect(ledger.marks).toMatchObject({
      "destination slack:#ai-alerts": "chat 0 now",
      "destination jira:OPS": "ticket 0 now",
      "page pagerduty:1f0c9a": "page 0 now",
    });
    expect(ledger.open.pageNo).toBe(1);
  });

  it("is taken over only by who says so, and the journal says from whom", () => {
    const ledger = states.triaging();
    expect(ledger.act("bob", { kind: "acknowledge" })).toMatchObject({ because: "already-so" });
    expect(ledger.act("bob", { kind: "acknowledge", takeOver: true })).toEqual({ kind: "done" });
    expect(ledger.entry("acknowledged")).toMatchObject({ by: bob.id, from: "person:ada@corp.example" });
    expect(ledger.act("bob", { kind: "acknowledge", takeOver: true })).toMatchObject({ because: "already-so" });
  });

  it("does not touch what is resolved: acknowledging never re-opens", () => {
    const ledger = states.resolved();
    const { incident } = ledger;
    expect(ledger.act("bob", { kind: "acknowledge" })).toMatchObject({ kind: "refused", because: "over" });
    expect(ledger.open.phase).toBe(incident?.phase);
    expect(pageWanted(ledger.open)).toBe(false);
  });

  it("taken back by a vendor leaves the phase and nobody who has it", () => {
    const ledger = states.mitigating();
    ledger.act("bob", { kind: "unacknowledge", because: "reassigned" });
    expect(ledger.open.acknowledged).toBeUndefined();
    expect(ledger.open.phase).toBe("mitigating");
  });
});

describe("judging (U-07)", () => {
  it("real: full from now on, acknowledged by whoever judged, triage and reaction met", () => {
    const ledger = opened(firing("urgent"));
    ledger.act("ada", realAct);
    expect(ledger.open).toMatchObject({
      phase: "mitigating",
      lifecycle: "full",
      acknowledged: { by: "person:ada@corp.example" },
      judged: { by: "person:ada@corp.example" },
      deadlines: [],
    });
    expect(
      ledger.entries.filter(({ kind }) => kind === "deadline").map(({ data }) => [data.deadline, data.news]),
    ).toEqual([
      ["triage", "met"],
      ["reaction", "met"],
    ]);
    ledger.alerts([ended(firing("urgent"))]);
    expect(ledger.open).toMatchObject({ phase: "mitigating", recoveredAt: ledger.now });
  });

  it("Vigie's own trouble ends with its cause all the same (protocol 3.5)", () => {
    const own = firing("warning", { source: "vigie" });
    const ledger = opened(own);
    ledger.act("ada", realAct);
    ledger.alerts([ended(own)]);
    expect(ledger.open.phase).toBe("resolved");
  });

  it("false: held, and nobody hears of the hourly repeat (behaviour 3)", () => {
    const ledger = opened();
    ledger.act("ada", { ...falseAct, text: "the load test of Friday" });
    expect(ledger.open).toMatchObject({
      phase: "closed",
      outcome: "false_positive",
      endedByHand: { because: "test-traffic", text: "the load test of Friday", hold: "until-resolved" },
    });
    expect(ledger.after(60 * minuteMs).alerts([firing("critical")])).toMatchObject({ kind: "count", marks: [] });
  });
});

describe("cause and remediation (U-09, U-10)", () => {
  it("what has recovered is resolved by the remediation, and closed after the reopen window", () => {
    const ledger = afterActs(states.recovered(), mitigateAct, causeAct);
    expect(isOpen(ledger.open)).toBe(true);
    ledger.act("ada", remediateAct);
    expect(ledger.open).toMatchObject({ phase: "resolved", outcome: "source_resolved", resolvedAt: ledger.now });
    expect(ledger.marks["timer close"]).toBe(`page 3 ${10 * minuteMs}`);
    ledger.after(10 * minuteMs).closing();
    expect(ledger.open.phase).toBe("closed");
  });

  it("while it fires, its source's end resolves it", () => {
    const ledger = afterActs(states.remediating(), remediateAct);
    expect(ledger.open.phase).toBe("remediating");
    ledger.alerts([ended(urgent)]);
    expect(ledger.open).toMatchObject({ phase: "resolved", outcome: "source_resolved" });
    expect(ledger.kinds).not.toContain("recovered");
  });

  it("both references are wanted: a blank one is none", () => {
    const ledger = states.remediating();
    for (const act of [
      { ...remediateAct, fix: " " },
      { ...remediateAct, monitoring: "" },
    ] as const)
      expect(ledger.act("ada", act)).toMatchObject({ kind: "refused", because: "needs-remediation" });
    expect(ledger.open.remediation).toBeUndefined();
  });

  it("a cause meets both deadlines of the investigation", () => {
    const critical = firing("critical", { judgement: { lifecycle: "full" } });
    const ledger = opened(critical);
    ledger.act("ada", causeAct);
    expect(ledger.open.deadlines.map(({ kind }) => kind)).toEqual(["triage"]);
  });

  it("an end is refused until both are there; then it may be closed while it fires, and is held", () => {
    const ledger = afterActs(states.remediating(), remediateAct);
    expect(ledger.act("ada", { kind: "resolve" })).toMatchObject({ because: "still-firing" });
    expect(ledger.act("ada", closeAct)).toEqual({ kind: "done" });
    expect(ledger.open).toMatchObject({
      phase: "closed",
      outcome: "closed_by_hand",
      endedByHand: { hold: "until-resolved" },
    });
  });

  it("a short one is closed without a form, and resolved by its source", () => {
    const ledger = opened();
    expect(ledger.act("ada", { kind: "resolve" })).toMatchObject({ because: "still-firing" });
    expect(ledger.act("ada", closeAct)).toEqual({ kind: "done" });
  });

  it("it comes back after the end: cause and remediation are asked for anew, they did not last", () => {
    const ledger = states.resolved();
    ledger.alerts([firing("urgent", { judgement: { lifecycle: "full" }, startsAt: ledger.now })]);
    expect(ledger.open).toMatchObject({ phase: "notified", firing: 1, reopened: 1 });
    for (const key of ["judged", "mitigated", "cause", "remediation", "acknowledged"] as const)
      expect(ledger.open[key]).toBeUndefined();
    expect(ledger.open.deadlines.map(({ kind }) => kind)).toContain("triage");
  });
});

describe("reopening by hand", () => {
  it("wakes again whoever is paged, and lets go of what was held", () => {
    const ledger = states["judged false"]();
    ledger.act("bob", { kind: "reopen", why: "users complain" });
    expect(ledger.open).toMatchObject({ phase: "notified", pageNo: 2, pageEnded: 1, firing: 1 });
    expect(ledger.open.endedByHand).toBeUndefined();
    expect(ledger.group?.held).toEqual({});
    expect(ledger.entry("page")).toMatchObject({ cause: "reopened" });
    ledger.after(minuteMs).alerts([ended(urgent)]);
    expect(ledger.open).toMatchObject({ firing: 0, recoveredAt: ledger.now });
  });

  it("of what nothing fires for is resolved by hand", () => {
    const ledger = opened();
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    ledger.act("ada", { kind: "reopen", why: "it is not over" });
    expect(pageWanted(ledger.open)).toBe(true);
    ledger.act("ada", { kind: "resolve", text: "now it is" });
    expect(ledger.open).toMatchObject({ phase: "resolved", outcome: "resolved_by_hand", pageNo: 2, pageEnded: 2 });
    expect(ledger.marks["timer close"]).toBe(`page 3 ${10 * minuteMs}`);
  });

  it("begins the deadlines anew that its severity brings, and what is waited for", () => {
    const ledger = opened();
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    const { deadlines } = judgedAs("critical");
    const patience = { remindEveryMs: 30 * minuteMs };
    ledger.after(20 * minuteMs).act("ada", { kind: "reopen", why: "not over", deadlines, patience });
    expect(ledger.open.deadlines).toMatchObject([
      { kind: "investigation_start", dueAt: nine + 240 * minuteMs },
      { kind: "triage", dueAt: ledger.now + 15 * minuteMs },
    ]);
    expect(ledger.waits).toMatchObject({ remind: 30 * minuteMs });
  });

  it("of an incident that another followed is refused: its alerts speak of that one", () => {
    const ledger = opened();
    ledger.act("ada", falseAct);
    const { uid } = ledger.open;
    const before = ledger.incident;
    ledger.alerts([firing("urgent")]);
    expect(ledger.open.uid).not.toBe(uid);
    const old = new Ledger();
    Object.assign(old, { incident: before, group: ledger.group, now: ledger.now });
    expect(old.act("ada", { kind: "reopen", why: "x" })).toMatchObject({ because: "already-so" });
  });
});

describe("closing what had resolved", () => {
  it("keeps who did it and what they said", () => {
    const ledger = opened();
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    ledger.act("ada", { kind: "close", hold: "until-resolved", text: "seen" });
    expect(ledger.entry("closed")).toMatchObject({ by: "person:ada@corp.example", text: "seen" });
    expect(ledger.open.phase).toBe("closed");
  });
});

describe("calling others", () => {
  const escalate = (more: Partial<Extract<HumanAct, { kind: "escalate" }>> = {}): HumanAct => ({
    kind: "escalate",
    to: { kind: "team", team: "ml-ai", owed: [{ ...pager, id: "pagerduty:2", team: "ml-ai" }] },
    ...more,
  });

  it("a team is told and paged, and whoever had it has to acknowledge anew", () => {
    const ledger = states.triaging();
    ledger.act("ada", escalate({ why: "out of my depth" }));
    expect(ledger.kinds.slice(-2)).toEqual(["escalated", "owed"]);
    expect(ledger.entry("owed")).toMatchObject({ cause: "escalated", added: [{ id: "pagerduty:2" }] });
    expect(ledger.open).toMatchObject({ pageNo: 1, phase: "triaging" });
    expect(ledger.open.acknowledged).toBeUndefined();
    expect(ledger.marks["page pagerduty:2"]).toBe("page 0 now");
  });

  it("only a team that this page has rung already is rung by a new one (protocol 3.2)", () => {
    const ledger = states.triaging();
    ledger.act("ada", escalate());
    ledger.told({ ...pager, id: "pagerduty:2" }, { pageNo: 1 });
    ledger.act("ada", escalate());
    expect(ledger.entry("page")).toMatchObject({ pageNo: 2, cause: "escalated" });
  });

  it("a person without a pager is only called, by name", () => {
    const ledger = states.triaging();
    const to = { kind: "person", person: bob, owed: [] } as const;
    ledger.act("ada", escalate({ to }));
    expect(ledger.entry("escalated")).toMatchObject({ to: bob.id, toName: "Bob" });
    expect(ledger.open).toMatchObject({ pageNo: 1, acknowledged: { by: "person:ada@corp.example" } });
  });

  it("an expert's response time is recorded; the same group is not called twice at once (U-27)", () => {
    const ledger = states.triaging();
    const call: HumanAct = { kind: "call-expert", group: "data", mentions: { slack: "<!subteam^S012AB>" }, owed: [] };
    ledger.act("ada", call);
    expect(ledger.act("bob", call)).toMatchObject({ because: "already-so", by: { id: "person:ada@corp.example" } });
    ledger.after(12 * minuteMs).act("cleo", { kind: "join-as-expert", group: "data" });
    expect(ledger.entry("expert-joined")).toMatchObject({ group: "data", afterMs: 12 * minuteMs });
    expect(ledger.open.experts).toMatchObject([{ group: "data", joined: { by: "person:cleo@corp.example" } }]);
    expect(ledger.act("ada", call)).toEqual({ kind: "done" });
  });

  it("an expert's own pager rings without waking who works on it already", () => {
    const ledger = states.triaging();
    const owed = [{ ...pager, id: "pagerduty:data" }];
    ledger.act("ada", { kind: "call-expert", group: "data", mentions: {}, owed });
    expect(ledger.open).toMatchObject({ pageNo: 1, acknowledged: { by: "person:ada@corp.example" } });
    expect(ledger.marks["page pagerduty:data"]).toBe("page 0 now");
  });

  it("a commander is appointed and hands over; the journal says from whom (U-26)", () => {
    const ledger = states.triaging();
    ledger.act("ada", { kind: "appoint", to: bob });
    ledger.act("bob", { kind: "appoint", to: { id: "person:cleo@corp.example", name: "Cleo" } });
    expect(ledger.entry("commander")).toMatchObject({ to: "person:cleo@corp.example", from: bob.id });
    expect(ledger.open.commander?.id).toBe("person:cleo@corp.example");
  });

  it("an assignee is named, and has not acknowledged by that", () => {
    const ledger = states.notified();
    ledger.act("ada", { kind: "assign", to: bob });
    expect(ledger.open).toMatchObject({ phase: "notified", assignee: { to: bob.id } });
    expect(ledger.open.acknowledged).toBeUndefined();
    expect(ledger.act("ada", { kind: "assign", to: bob })).toMatchObject({ because: "already-so" });
  });

  it("a channel of its own is asked for once, by a mark", () => {
    const ledger = states.triaging();
    ledger.act("ada", { kind: "open-channel" });
    expect(ledger.open.channel).toEqual({ state: "asked" });
    expect(ledger.marks["timer channel"]).toBe("page 3 now");
    expect(ledger.act("bob", { kind: "open-channel" })).toMatchObject({ because: "already-so" });
  });
});

describe("words of people", () => {
  it("an update keeps when the next is due", () => {
    const ledger = states.mitigating();
    ledger.act("ada", { kind: "update", text: "we roll back", nextAt: nine + 40 * minuteMs });
    expect(ledger.open.update).toMatchObject({ text: "we roll back", nextAt: nine + 40 * minuteMs });
    expect(ledger.marks["destination slack:#ai-alerts"]).toBe("chat 0 now");
  });

  it("a note is an entry, and nothing else", () => {
    const ledger = states.triaging();
    const { seq: _seq, head: _head, updatedAt: _at, ...before } = ledger.open;
    ledger.act("ada", { kind: "note", text: "x".repeat(5_000) });
    const { seq: _seq2, head: _head2, updatedAt: _at2, ...now } = ledger.open;
    expect(now).toEqual(before);
    expect(String((ledger.entry("noted") as { text: string }).text)).toHaveLength(2_000);
  });
});
