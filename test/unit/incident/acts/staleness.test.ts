import { describe, expect, it } from "vitest";
import type { HumanAct } from "../../../../src/incident/acts.ts";
import type { EntryKind } from "../../../../src/incident/entry-kinds.ts";
import type { Fact } from "../../../../src/incident/fact.ts";
import { ended, firing, type Ledger, minuteMs, opened } from "../ledger.ts";

const acknowledge: HumanAct = { kind: "acknowledge" };
const outdatedBy: readonly EntryKind[] = ["acknowledged", "resolved", "ended-by-hand"];

function actOf(ledger: Ledger, person: string, act: HumanAct, version = ledger.open.seq): Fact {
  const by = { id: `person:${person}`, name: person };
  return { kind: "act", uid: ledger.open.uid, act, by, where: "slack", read: { version, outdatedBy } };
}

describe("a press on what somebody else changed since it was read (protocol 12.5)", () => {
  it("is stale: it has no effect, and says who did what when", () => {
    const ledger = opened();
    const version = ledger.open.seq;
    ledger.tell(actOf(ledger, "Ada", acknowledge));
    const { at } = ledger.open.acknowledged ?? { at: 0 };
    ledger.after(minuteMs);
    const answer = ledger.act("bob", acknowledge, { version, outdatedBy });
    expect(answer).toEqual({ kind: "stale", entry: "acknowledged", by: { id: "person:Ada", name: "Ada" }, at });
    expect(ledger.open.acknowledged?.by).toBe("person:Ada");
    expect(ledger.entries.at(-1)).toMatchObject({
      kind: "refused",
      actor: "person:bob@corp.example",
      data: { handler: "acknowledge", because: "stale" },
    });
  });

  it("names the newest of several things that outdate it", () => {
    const ledger = opened();
    const version = ledger.open.seq;
    ledger.act("ada", acknowledge);
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    expect(ledger.act("bob", acknowledge, { version, outdatedBy })).toMatchObject({
      kind: "stale",
      entry: "resolved",
      by: { id: "vigie" },
    });
    expect(ledger.open.phase).toBe("resolved");
  });

  it("is not stale by what its handler does not list", () => {
    const ledger = opened();
    const version = ledger.open.seq;
    ledger.act("ada", acknowledge);
    expect(ledger.act("bob", { kind: "note", text: "I look" }, { version })).toEqual({ kind: "done" });
  });

  it("works ten days later where nothing happened since", () => {
    const ledger = opened();
    const version = ledger.open.seq;
    ledger.after(10 * 24 * 60 * minuteMs);
    expect(ledger.act("ada", acknowledge, { version, outdatedBy })).toEqual({ kind: "done" });
  });

  it("works during a storm of repeats, alerts that join, and notes: none of them outdates anything", () => {
    const ledger = opened();
    const version = ledger.open.seq;
    for (let n = 0; n < 50; n += 1) ledger.alerts([firing("critical"), firing("critical", { fingerprint: `f${n}` })]);
    ledger.act("bob", { kind: "note", text: "a storm" });
    expect(ledger.act("ada", acknowledge, { version, outdatedBy })).toEqual({ kind: "done" });
  });

  it("of nobody's reading is never stale: a vendor's webhook", () => {
    const ledger = opened();
    ledger.act("ada", acknowledge);
    const by = { id: "person:pagerduty:PU1" };
    const { answers } = ledger.tell({
      kind: "act",
      uid: ledger.open.uid,
      act: { kind: "unacknowledge", because: "reassigned" },
      by,
      where: "pagerduty",
    });
    expect(answers).toEqual([{ kind: "done" }]);
    expect(ledger.open.acknowledged).toBeUndefined();
  });

  it("about another incident of the group is not answered here", () => {
    const ledger = opened();
    const fact = actOf(ledger, "ada", acknowledge);
    expect(ledger.tell({ ...fact, uid: "f".repeat(32) } as Fact)).toEqual({ kind: "nothing" });
  });
});

describe("facts that wait together are decided in a row", () => {
  it("a double click of one person takes effect once; the second answer says that it is so already", () => {
    const ledger = opened();
    const click = actOf(ledger, "Ada", acknowledge);
    const { answers } = ledger.tell(click, click);
    expect(answers).toEqual([
      { kind: "done" },
      { kind: "refused", because: "already-so", by: { id: "person:Ada", name: "Ada" }, at: ledger.now },
    ]);
    expect(ledger.kinds.filter((kind) => kind === "acknowledged")).toHaveLength(1);
    expect(ledger.kinds).not.toContain("refused");
  });

  it("a double click in two commits as well, and the second changes nothing", () => {
    const ledger = opened();
    const click = actOf(ledger, "Ada", acknowledge);
    ledger.tell(click);
    const { incident } = ledger;
    expect(ledger.tell(click)).toMatchObject({ kind: "nothing", answers: [{ because: "already-so" }] });
    expect(ledger.incident).toEqual(incident);
  });

  it("two people at once: the first has it, the second's press is stale", () => {
    const ledger = opened();
    const { answers } = ledger.tell(actOf(ledger, "Ada", acknowledge), actOf(ledger, "Bob", acknowledge));
    expect(answers).toMatchObject([
      { kind: "done" },
      { kind: "stale", entry: "acknowledged", by: { id: "person:Ada" } },
    ]);
    expect(ledger.open.acknowledged?.by).toBe("person:Ada");
  });
});

describe("acknowledge, automatic resolve and escalation at the same moment", () => {
  const facts: Readonly<Record<"acknowledge" | "resolve" | "escalate", (ledger: Ledger) => Fact>> = {
    acknowledge: (ledger: Ledger) => actOf(ledger, "Ada", acknowledge),
    resolve: () => ({ kind: "alerts", alerts: [ended(firing("critical"))], truncated: 0, stillActive: "unknown" }),
    escalate: (ledger: Ledger) => ({ kind: "escalation-due", uid: ledger.open.uid, hearsPages: true }),
  };
  type Name = keyof typeof facts;
  const orders: readonly (readonly Name[])[] = [
    ["acknowledge", "resolve", "escalate"],
    ["acknowledge", "escalate", "resolve"],
    ["resolve", "acknowledge", "escalate"],
    ["resolve", "escalate", "acknowledge"],
    ["escalate", "acknowledge", "resolve"],
    ["escalate", "resolve", "acknowledge"],
  ];

  it.each(orders)("%s, %s, %s ends in one state: resolved, its page over", (...order) => {
    for (const inOneCommit of [true, false]) {
      const ledger = opened().after(20 * minuteMs);
      const told = order.map((name) => facts[name](ledger));
      if (inOneCommit) ledger.tell(...told);
      else for (const fact of told) ledger.tell(fact);
      expect(ledger.open).toMatchObject({ phase: "resolved", outcome: "source_resolved", firing: 0 });
      expect(ledger.open.pageEnded).toBe(ledger.open.pageNo);
      const first = order.indexOf("acknowledge") < order.indexOf("resolve");
      expect(ledger.kinds.filter((kind) => kind === "acknowledged")).toHaveLength(first ? 1 : 0);
      expect(ledger.kinds.includes("refused")).toBe(!first);
    }
  });
});
