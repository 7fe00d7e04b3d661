import { describe, expect, it } from "vitest";
import type { ActionPlan } from "../../../../src/incident/actions/plan.ts";
import type { HumanAct } from "../../../../src/incident/acts.ts";
import type { Owed } from "../../../../src/incident/judgement.ts";
import type { ActRefusal } from "../../../../src/incident/reasons.ts";
import { type Ledger, minuteMs, pager, slack } from "../ledger.ts";
import {
  actNow,
  drifted,
  hear,
  hourMs,
  look,
  nothing,
  restart,
  rollback,
  rolledBack,
  runOf,
  served,
  stepsDone,
  withdrawal,
  written,
} from "./run-scene.ts";

type RunAction = Extract<HumanAct, { kind: "run-action" }>;
const rollBack: RunAction = { kind: "run-action", action: "rollback", run: "r1" };
const withdraw: RunAction = { kind: "run-action", action: "withdrawal", run: "r1" };
const owner: Owed = { id: "pagerduty:owner", receiver: "pagerduty", told: "on-call", at: "warning" };
const ada = "person:ada@corp.example";
const because = (reason: ActRefusal) => ({ kind: "refused", because: reason });

/** A drift whose plans were read. */
function planned(...plans: readonly ActionPlan[]): Ledger {
  const ledger = drifted();
  look(ledger, nothing, plans.length === 0 ? {} : { plans });
  return ledger;
}
/** Ada asked to withdraw the model, and the owner is paged for it. */
function asked(): Ledger {
  const ledger = planned();
  ledger.act("ada", { ...withdraw, owed: [owner] });
  return ledger;
}
/** A rollback in its veto window of a minute. */
function inVeto(): Ledger {
  const ledger = drifted();
  look(ledger, { ...actNow, vetoMs: minuteMs });
  return ledger;
}

describe("a person does an action", () => {
  it("as it was planned, at once, once; what was promised is not met by that (U-04, U-08)", () => {
    const ledger = planned();
    expect(ledger.act("ada", rollBack)).toEqual({ kind: "done" });
    expect(written(ledger)).toEqual(["action-started", "phase"]);
    expect(runOf(ledger)).toMatchObject({ state: "running", by: ada, where: "slack", plan: rollback });
    expect(runOf(ledger).steps).toEqual([{ state: "waiting" }, { state: "waiting" }]);
    expect(runOf(ledger).before).toMatchObject({ metric: "accuracy", value: 0.846, series: "series" });
    expect(ledger.open.deadlines.map(({ kind }) => kind)).toContain("reaction");
    expect(ledger.act("ada", rollBack)).toMatchObject({ ...because("already-so"), by: { id: ada } });
    expect(ledger.act("bob", { ...rollBack, run: "r2" })).toMatchObject({ ...because("under-way"), by: { id: ada } });
  });

  it.each<[string, ActRefusal, ActionPlan | null, Partial<RunAction>]>([
    ["nothing was planned", "no-plan", null, {}],
    ["it cannot be done now", "no-plan", { ...rollback, problem: "denied" }, { why: "now" }],
    [
      "it would change nothing",
      "no-op",
      { ...rollback, steps: rollback.steps.map((one) => ({ ...one, noop: true })) },
      {},
    ],
    ["it was done just before (U-34)", "too-soon", { ...rollback, notBefore: Number.MAX_SAFE_INTEGER }, { why: "now" }],
    ["the version is not tested (A004-31)", "untested", { ...rollback, tested: false }, { why: "  " }],
    [
      "its condition does not hold (A003-20)",
      "condition",
      { ...rollback, condition: { metric: "accuracy", when: ">= 5%", holds: false } },
      {},
    ],
  ])("is refused where %s", (_why, reason, plan, more) => {
    const ledger = planned(...(plan ? [plan] : [restart]));
    expect(ledger.act("ada", { ...rollBack, ...more })).toEqual(because(reason));
    expect(ledger.open.runs).toBeUndefined();
    expect(ledger.entry("refused")).toMatchObject({ handler: "run-action", because: reason });
  });

  it.each([
    ["an untested version", { tested: false }],
    ["against its condition", { condition: { metric: "accuracy", when: ">= 5%", holds: false } }],
  ])("goes to %s with a reason, which is kept", (_what, more) => {
    const ledger = planned({ ...rollback, ...more });
    expect(ledger.act("ada", { ...rollBack, why: "the only one left" })).toEqual({ kind: "done" });
    expect(runOf(ledger).why).toBe("the only one left");
  });

  it("blocks a source that an alert names, by its token, and no other (U-18)", () => {
    const ledger = planned({ ...restart, action: "block-source", sources: ["[ip-1]"] });
    const block: RunAction = { kind: "run-action", action: "block-source", run: "r1" };
    expect(ledger.act("ada", block)).toEqual(because("no-plan"));
    expect(ledger.act("ada", { ...block, source: "203.0.113.7" })).toEqual(because("no-plan"));
    expect(ledger.act("ada", { ...block, source: "[ip-1]" })).toEqual({ kind: "done" });
    expect(runOf(ledger).source).toBe("[ip-1]");
  });

  it("is refused once the incident is over", () => {
    const ledger = planned();
    ledger.act("ada", { kind: "close", hold: "until-resolved" });
    expect(ledger.act("ada", rollBack)).toMatchObject(because("over"));
  });
});

describe("an action that somebody must approve (behaviour 6, U-29)", () => {
  it("is asked for, and pages whom the policy names beside those who know", () => {
    const ledger = asked();
    expect(ledger.entry("action-asked")).toMatchObject({ approvers: ["po"], dueAt: ledger.now + 10 * minuteMs });
    expect(runOf(ledger)).toMatchObject({ state: "asked", by: ada });
    expect(ledger.marks["page pagerduty:owner"]).toBe("page 0 now");
    expect(ledger.open.phase).toBe("detected");
    expect(ledger.waits.approval).toBe(10 * minuteMs);
  });

  it("rings a pager again that has rung already", () => {
    const ledger = planned();
    ledger.told(slack);
    ledger.told(pager, { pageNo: 1 });
    ledger.act("ada", { ...withdraw, owed: [pager] });
    expect(ledger.entry("page")).toEqual({ pageNo: 2, cause: "approval" });
  });

  it("waits an hour below URGENT", () => {
    const ledger = planned();
    ledger.act("ada", { kind: "set-severity", to: "critical", why: "few users", owed: [], deadlines: [] });
    ledger.act("ada", withdraw);
    expect(ledger.waits.approval).toBe(hourMs);
  });

  it("begins when another says yes, not when who asked does", () => {
    const ledger = asked();
    expect(ledger.act("ada", { kind: "approve-run", run: "r1" })).toMatchObject({
      ...because("own-request"),
      by: { id: ada },
    });
    expect(ledger.act("ada", { kind: "approve-run", run: "r1", alone: true, why: "fire" })).toMatchObject(
      because("own-request"),
    );
    expect(ledger.act("po", { kind: "approve-run", run: "r1", why: "yes" })).toEqual({ kind: "done" });
    expect(written(ledger)).toEqual(["action-approved", "phase"]);
    expect(runOf(ledger)).toMatchObject({
      state: "running",
      approvedBy: "person:po@corp.example",
      startedAt: ledger.now,
    });
    expect(ledger.act("eve", { kind: "approve-run", run: "r1" })).toMatchObject(because("not-waiting"));
  });

  it("is not approved by who asked for it, nor through a token that acts for them: four eyes count it once", () => {
    const ledger = asked();
    const through = { by: { id: "api:bridge for ada@corp.example" } };
    expect(ledger.act("ada", { kind: "approve-run", run: "r1" }, through)).toMatchObject(because("own-request"));
    expect(runOf(ledger).state).toBe("asked");
  });

  it("does not begin when another says no", () => {
    const ledger = asked();
    expect(ledger.act("po", { kind: "decline-run", run: "r1", why: "not now" })).toEqual({ kind: "done" });
    expect(runOf(ledger)).toMatchObject({ state: "declined", endedAt: ledger.now });
    expect(ledger.act("po", { kind: "approve-run", run: "r1" })).toMatchObject(because("not-waiting"));
    expect(ledger.act("ada", { ...withdraw, run: "r2" })).toEqual({ kind: "done" });
  });

  it("is done alone by who breaks glass with a reason, except a withdrawal", () => {
    const ledger = planned({ ...rollback, approvers: ["po"] }, withdrawal);
    ledger.act("ada", { ...withdraw, alone: true, why: "fire" });
    expect(runOf(ledger).state).toBe("asked");
    ledger.act("po", { kind: "decline-run", run: "r1" });
    ledger.act("ada", { ...rollBack, run: "r2", alone: true });
    expect(runOf(ledger, "r2").state).toBe("asked");
    expect(ledger.act("ada", { kind: "approve-run", run: "r2", alone: true, why: "fire" })).toEqual({ kind: "done" });
    expect(ledger.entry("action-approved")).toMatchObject({ alone: true, why: "fire" });
    hear(ledger, "r2", { what: "failed", because: "busy" });
    ledger.act("ada", { ...rollBack, run: "r3", alone: true, why: "fire" });
    expect(ledger.entry("action-started")).toMatchObject({ run: "r3", alone: true, why: "fire" });
  });

  it("never just expires: who comes next is asked each 10 min at URGENT, and rings", () => {
    const ledger = asked();
    const { uid } = ledger.open;
    ledger.after(10 * minuteMs - 1).tell({ kind: "approval-due", uid });
    expect(ledger.last).toEqual({ kind: "nothing" });
    for (let times = 1; times <= 3; times += 1) {
      ledger.after(times === 1 ? 1 : 10 * minuteMs).tell({ kind: "approval-due", uid });
      expect(written(ledger).slice(0, 2)).toEqual(["action-approval-due", "escalated"]);
      expect(ledger.entry("escalated")).toMatchObject({ because: "not-approved", step: times });
      expect(ledger.waits.approval).toBe(10 * minuteMs);
    }
    expect(runOf(ledger).state).toBe("asked");
  });

  it("ends with its incident, waits for nobody then, and is told so", () => {
    const ledger = asked();
    ledger.act("ada", { kind: "close", hold: "until-resolved" });
    expect(ledger.entry("action-held")).toMatchObject({ run: "r1", by: "vigie" });
    expect(runOf(ledger)).toMatchObject({ state: "held", changed: false });
    ledger.after(hourMs).tell({ kind: "approval-due", uid: ledger.open.uid });
    expect(ledger.last).toEqual({ kind: "nothing" });
    expect(ledger.act("po", { kind: "approve-run", run: "r1" })).toMatchObject(because("not-waiting"));
  });
});

describe("in the veto window", () => {
  it("somebody holds it, and it does not begin", () => {
    const ledger = inVeto();
    expect(ledger.act("ada", { kind: "hold-run", run: "r1" })).toEqual({ kind: "done" });
    expect(runOf(ledger)).toMatchObject({ state: "held" });
    hear(ledger.after(minuteMs), "r1", { what: "begun" });
    expect(runOf(ledger).state).toBe("held");
    expect(ledger.act("bob", { kind: "hurry-run", run: "r1" })).toMatchObject({
      ...because("not-waiting"),
      by: { id: ada },
    });
  });

  it("somebody begins it at once", () => {
    const ledger = inVeto();
    expect(ledger.act("ada", { kind: "hurry-run", run: "r1" })).toEqual({ kind: "done" });
    expect(written(ledger)).toEqual(["action-hurried", "phase"]);
    expect(ledger.marks["timer action"]).toBe("action 0 0");
    expect(ledger.act("bob", { kind: "hold-run", run: "r1" })).toMatchObject(because("not-waiting"));
  });
});

describe("undo", () => {
  const undo: HumanAct = { kind: "undo-run", run: "r1", as: "r2" };

  it("takes back what was changed: the same steps in their order, from and to swapped", () => {
    const ledger = rolledBack();
    expect(ledger.act("bob", undo)).toEqual({ kind: "done" });
    expect(runOf(ledger, "r2")).toMatchObject({
      state: "running",
      undoes: "r1",
      action: "rollback",
      plan: { from: "7", to: "8" },
    });
    expect(runOf(ledger, "r2").plan.steps).toEqual([
      { provider: "mlflow", key: "k1", doing: "move-alias", name: "champion", of: "credit", from: "7", to: "8" },
      { provider: "kubernetes", key: "k2", doing: "restart", name: "deployment/credit-scoring", of: "ml" },
    ]);
    expect(runOf(ledger).undoneBy).toBe("r2");
    hear(ledger, "r2", ...stepsDone, { what: "reached", serving: [{ version: "8", count: 8 }] });
    expect(runOf(ledger, "r2")).toMatchObject({ state: "ended" });
    expect(runOf(ledger, "r2").verdict).toBeUndefined();
    expect(ledger.act("bob", { ...undo, as: "r3" })).toEqual(because("nothing-to-undo"));
  });

  it("takes back only the steps that changed something", () => {
    const ledger = drifted();
    look(ledger, actNow);
    hear(ledger, "r1", ...stepsDone.slice(0, 3), { what: "step-failed", step: 1, because: "denied" });
    ledger.act("bob", undo);
    expect(runOf(ledger, "r2").plan.steps.map(({ noop }) => noop)).toEqual([undefined, true]);
  });

  it("is refused while anything is under way, and where nothing was changed", () => {
    const ledger = drifted();
    look(ledger, actNow);
    expect(ledger.act("bob", undo)).toMatchObject(because("under-way"));
    hear(ledger, "r1", { what: "failed", because: "busy" });
    expect(ledger.act("bob", undo)).toEqual(because("nothing-to-undo"));
  });

  it("that changed nothing can be tried again", () => {
    const ledger = rolledBack();
    ledger.act("bob", undo);
    hear(ledger, "r2", { what: "failed", because: "busy" });
    expect(runOf(ledger).undoneBy).toBeUndefined();
    expect(ledger.act("bob", { ...undo, as: "r3" })).toEqual({ kind: "done" });
  });

  it("can be taken back itself, and what is taken back stays whole as long as that goes on", () => {
    const ledger = rolledBack();
    ledger.act("bob", undo);
    hear(ledger, "r2", ...stepsDone, { what: "reached", serving: served });
    expect(ledger.act("bob", { kind: "undo-run", run: "r2", as: "r3" })).toEqual({ kind: "done" });
    expect(ledger.open.runs?.map(({ plan }) => plan.steps.map(({ key }) => key))).toEqual([
      ["k1", "k2"],
      ["k1", "k2"],
      ["k1", "k2"],
    ]);
    hear(ledger, "r3", ...stepsDone, { what: "reached", serving: served });
    // What it would go back to is remembered no longer.
    expect(ledger.act("bob", { kind: "undo-run", run: "r3", as: "r4" })).toEqual(because("nothing-to-undo"));
  });
});
