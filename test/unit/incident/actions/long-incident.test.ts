import { describe, expect, it } from "vitest";
import type { FoundChange } from "../../../../src/incident/actions/found-change.ts";
import { maxEntries } from "../../../../src/incident/draft.ts";
import { minuteMs, nine } from "../ledger.ts";
import { actNow, asking, drifted, hear, look, nothing, rollback } from "./run-scene.ts";

/** A change as the card shows it, one for each minute. */
const changeAt = (minute: number): FoundChange => ({
  ...{ id: `change-${minute}`, kind: "deployment", name: "credit-scoring", source: "deployment" },
  ...{ at: nine + minute * minuteMs, when: "after", earlierMs: -minute },
});

describe("what is looked at again and again (protocol 8.3)", () => {
  it("writes no entry for a figure, a count or a vendor's word that differs each time, and keeps them all the same", () => {
    const ledger = drifted();
    look(ledger, nothing, { plans: [rollback] });
    const { length } = ledger.entries;
    const { version } = ledger.group ?? { version: 0 };
    const [first, ...rest] = rollback.steps;
    for (let times = 1; times <= 60; times += 1) {
      const plan = {
        ...{ ...rollback, detail: `request ${times}`, serving: [{ version: "8", count: times }] },
        condition: { metric: "accuracy", when: ">= 5%", value: times, holds: true },
        ...(first ? { steps: [{ ...first, memo: { resourceVersion: `${times}` } }, ...rest] } : {}),
      };
      look(ledger.after(minuteMs), nothing, { plans: [plan] });
    }
    // That it has a condition now is news once.
    expect(ledger.entries.length - length).toBe(1);
    expect(ledger.open.plans?.rollback).toMatchObject({
      ...{ serving: [{ version: "8", count: 60 }], condition: { value: 60 }, detail: "request 60" },
      steps: [{ memo: { resourceVersion: "60" } }, {}],
    });
    // Each is a commit of its own, so that whoever presses acts on what was read last.
    expect(ledger.group?.version).toBe(version + 60);
  });

  it("an incident of a month with a change each minute has a bounded journal, and still shows the newest change", () => {
    const ledger = drifted();
    const minutes = maxEntries + 500;
    for (let minute = 1; minute <= minutes; minute += 1)
      look(ledger.after(minuteMs), nothing, { changes: [changeAt(minute)] });
    expect(ledger.entries.length).toBeLessThanOrEqual(maxEntries + 1);
    expect(ledger.open.changes).toMatchObject([{ id: `change-${minutes}` }]);
    // What decides always gets its entry.
    look(ledger, asking);
    look(ledger, actNow);
    hear(ledger, "r1", { what: "step-begun", step: 0 }, { what: "step-done", step: 0 });
    expect(ledger.entries.slice(-3).map(({ kind }) => kind)).toEqual(["phase", "action-step", "action-step"]);
    // Where it would go now outdates what somebody had read, however long the journal is.
    const [first, ...rest] = rollback.steps;
    look(ledger, nothing, { plans: first ? [{ ...rollback, steps: [{ ...first, to: "6" }, ...rest] }] : [] });
    expect(ledger.open.latest?.planned?.seq).toBe(ledger.open.seq);
  });
});
