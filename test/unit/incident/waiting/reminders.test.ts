import { describe, expect, it } from "vitest";
import { ended, firing, minuteMs, opened } from "../ledger.ts";
import { acknowledgedBy, act, due } from "./people.ts";

const half = 30 * minuteMs;
const reminding = firing("critical", { judgement: { remindEveryMs: half } });

describe("remind: (behaviour 4)", () => {
  it("rings again and again until somebody acknowledges", () => {
    const ledger = opened(reminding);
    expect(ledger.waits).toMatchObject({ remind: half });
    due(ledger.after(half), "remind-due");
    expect(ledger.entry("reminded")).toEqual({ times: 1 });
    expect(ledger.waits).toMatchObject({ remind: half });
    due(ledger.after(half), "remind-due");
    expect(ledger.entry("reminded")).toEqual({ times: 2 });
    acknowledgedBy(ledger, "ada");
    expect(due(ledger.after(half), "remind-due").kind).toBe("nothing");
  });

  it("does not ring before its time, nor for what is over", () => {
    const ledger = opened(reminding);
    expect(due(ledger.after(half - 1), "remind-due").kind).toBe("nothing");
    ledger.alerts([ended(reminding)]);
    expect(due(ledger.after(half), "remind-due").kind).toBe("nothing");
  });
});

describe("an Incident Commander (U-26)", () => {
  it("is asked for at URGENT within five minutes, a while after whoever was woken, only once, and nobody is appointed", () => {
    const ledger = opened(firing("urgent"));
    expect(ledger.waits).toMatchObject({ update: 2 * minuteMs });
    expect(due(ledger, "update-due").kind).toBe("nothing");
    due(ledger.after(2 * minuteMs), "update-due");
    expect(ledger.kinds).toContain("commander-asked");
    expect(ledger.open.commander).toBeUndefined();
    expect(due(ledger.after(5 * minuteMs), "update-due").kind).toBe("nothing");
  });

  it("is asked for when it gets URGENT, not before", () => {
    const ledger = opened(firing("critical"));
    expect(ledger.waits.update).toBeUndefined();
    ledger.after(minuteMs).alerts([firing("urgent")]);
    expect(ledger.waits).toMatchObject({ update: 2 * minuteMs });
  });

  it("is not asked for where somebody took command meanwhile", () => {
    const ledger = opened(firing("urgent"));
    act(ledger.after(minuteMs), { kind: "appoint", to: { id: "person:eve" } });
    expect(due(ledger.after(minuteMs), "update-due").kind).toBe("nothing");
  });

  it("is reminded every half hour to tell stakeholders, until it is over", () => {
    const ledger = opened(firing("urgent"));
    act(ledger, { kind: "appoint", to: { id: "person:eve" } });
    expect(ledger.waits).toMatchObject({ update: half });
    due(ledger.after(half), "update-due");
    expect(ledger.entry("update-due")).toEqual({ dueAt: ledger.now });
    act(ledger.after(minuteMs), { kind: "update", text: "we roll back" });
    expect(ledger.waits).toMatchObject({ update: half });
    ledger.alerts([ended(firing("urgent"))]);
    expect(due(ledger.after(half), "update-due").kind).toBe("nothing");
  });

  it("is reminded of the very time that was promised, and half an hour after it again", () => {
    const ledger = opened(firing("critical"));
    act(ledger, { kind: "update", text: "looking", nextAt: ledger.now + 10 * minuteMs });
    expect(ledger.waits).toMatchObject({ update: 10 * minuteMs });
    due(ledger.after(10 * minuteMs), "update-due");
    expect(ledger.waits).toMatchObject({ update: half });
  });
});
