import { describe, expect, it } from "vitest";
import type { FoundChange } from "../../../../src/incident/actions/found-change.ts";
import { drillAlert, drillJudgement } from "../../../../src/incident/fire-drill.ts";
import { ended, firing, Ledger, minuteMs, opened, pager } from "../ledger.ts";
import {
  accuracy,
  actNow,
  asking,
  drifted,
  hear,
  hourMs,
  look,
  nothing,
  rollback,
  rolledBack,
  runOf,
  ticks,
  withdrawal,
  written,
} from "./run-scene.ts";

const looksAround = "action 1 now";
const moved: FoundChange = {
  ...{ id: "c1", source: "mlflow", kind: "alias", name: "champion", from: "7", to: "8", at: 1 },
  ...{ when: "before", earlierMs: 42 * minuteMs, likely: "version-named" },
};

it("Nothing that somebody must approve begins by itself, whatever the look wanted.", () => {
  const ledger = drifted();
  look(ledger, actNow, { plans: [{ ...rollback, approvers: ["po"] }] });
  expect(written(ledger)).not.toContain("action-started");
});

describe("Vigie looks around", () => {
  it("when an incident above INFO opens that names a service or a model, and for no other (promise 5)", () => {
    expect(drifted().marks["timer outlook"]).toBe(looksAround);
    expect(opened(firing("info")).marks["timer outlook"]).toBeUndefined();
    const identity = { environment: "production", environmentAssumed: false, family: "down" };
    expect(opened(firing("urgent", { judgement: { identity } })).marks["timer outlook"]).toBeUndefined();
  });

  it("when it gets worse, comes back, is no longer silenced or was judged otherwise, not when it goes on", () => {
    const ledger = opened(firing("warning"));
    ledger.alerts([firing("warning")]);
    expect(ledger.marks["timer outlook"]).toBeUndefined();
    ledger.alerts([firing("critical")]);
    expect(ledger.marks["timer outlook"]).toBe(looksAround);
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    expect(ledger.marks["timer outlook"]).toBeUndefined();
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now })]);
    expect(ledger.kinds).toContain("reopened");
    expect(ledger.marks["timer outlook"]).toBe(looksAround);
  });

  it("when what it is about is measured anew, where anything could be done about it", () => {
    const ledger = drifted();
    ledger.after(hourMs).alerts([accuracy("urgent", { to: 60, value: 0.84 })]);
    expect(ledger.marks["timer outlook"]).toBeUndefined();
    look(ledger);
    ledger.after(hourMs).alerts([accuracy("urgent", { to: 120, value: 0.83 })]);
    expect(ledger.marks["timer outlook"]).toBe(looksAround);
  });

  it("after a run ended, however it ended", () => {
    const ledger = drifted();
    look(ledger, actNow);
    hear(ledger, "r1", { what: "failed", because: "busy" });
    expect(ledger.marks["timer outlook"]).toBe(looksAround);
  });
});

describe("what was found", () => {
  it("is kept and shown, and told once: how much earlier it was is no news", () => {
    const ledger = drifted();
    look(ledger, nothing, { changes: [moved], suggests: "rollback" });
    expect(written(ledger)).toEqual(["changes", "planned"]);
    expect(ledger.open).toMatchObject({ changes: [moved], suggests: "rollback", plans: { rollback, withdrawal } });
    expect(ledger.marks["destination slack:#ai-alerts"]).toBe("chat 0 now");
    look(ledger.after(minuteMs), nothing, {
      changes: [{ ...moved, earlierMs: 43 * minuteMs }],
      suggests: "rollback",
      plans: [{ ...rollback, at: ledger.now }, ...Object.values(ledger.open.plans ?? {}).slice(1)],
    });
    expect(ledger.last).toEqual({ kind: "nothing" });
  });

  it("stays where it could not be read again", () => {
    const ledger = drifted();
    look(ledger, nothing, { changes: [moved] });
    look(ledger, nothing, { incomplete: true });
    expect(ledger.open.changes).toEqual([moved]);
    look(ledger);
    expect(ledger.open.changes).toBeUndefined();
  });

  it("stands once something was done about it, until a later measurement says that it goes on (behaviour 7)", () => {
    const ledger = rolledBack();
    look(ledger, nothing, { changes: [moved] });
    const undone: FoundChange = { ...moved, id: "c2", from: "8", to: "7", when: "after", earlierMs: -minuteMs };
    const around = { changes: [{ ...moved, when: "during", likely: "same-model" } as const, undone] };
    look(ledger, nothing, around);
    expect(ledger.open.changes).toEqual([moved]);
    ledger.after(2 * hourMs).alerts([accuracy("urgent", { from: 60, to: 120, value: 0.83 })]);
    look(ledger, nothing, around);
    expect(ledger.open.changes).toEqual(around.changes);
  });

  it("is nothing to an incident that is over, nor to an exercise", () => {
    const over = drifted();
    over.alerts([accuracy("healthy", { to: 60 })]);
    look(over, actNow);
    expect(over.last).toEqual({ kind: "nothing" });
    const drill = new Ledger();
    const judgement = drillJudgement(accuracy("info", { to: 0 }).judgement, {
      policyName: "p",
      id: "1",
      places: [pager.id],
    });
    drill.alerts([{ alert: drillAlert("1", "firing", drill.now), judgement }]);
    expect(drill.marks["timer outlook"]).toBeUndefined();
    look(drill, actNow);
    expect(drill.last).toEqual({ kind: "nothing" });
  });

  it("leaves out a plan that is too large to be kept: what cannot be shown whole is not done", () => {
    const ledger = drifted();
    const steps = rollback.steps.map((step) => ({ ...step, memo: { pods: "x".repeat(2_000) } }));
    look(ledger, actNow, { plans: [{ ...rollback, steps }, withdrawal] });
    expect(Object.keys(ledger.open.plans ?? {})).toEqual(["withdrawal"]);
    expect(ledger.open.runs).toBeUndefined();
  });
});

describe("what the policy does by itself (behaviour 7)", () => {
  it("begins at once, once, however often it is wanted, and the incident is being mitigated (U-04)", () => {
    const ledger = drifted();
    look(ledger, actNow);
    expect(written(ledger)).toEqual(["planned", "action-started", "phase"]);
    expect(ledger.entry("action-started")).toMatchObject({ by: "vigie", run: "r1", ticks, before: { value: 0.846 } });
    expect(runOf(ledger)).toMatchObject({ state: "running", by: "vigie", startedAt: ledger.now });
    expect(ledger.open).toMatchObject({ phase: "mitigating", deadlines: [{ kind: "triage" }, { kind: "reaction" }] });
    expect(ledger.marks["timer action"]).toBe("action 0 0");
    for (let times = 0; times < 5; times += 1) look(ledger, { ...actNow, run: `again${times}` });
    expect(ledger.open.runs).toHaveLength(1);
  });

  it("waits for the end of its veto window, and the incident is not being mitigated yet", () => {
    const ledger = drifted();
    look(ledger, { ...actNow, vetoMs: minuteMs });
    expect(runOf(ledger)).toMatchObject({ state: "veto", dueAt: ledger.now + minuteMs });
    expect(ledger.open.phase).toBe("detected");
    expect(ledger.marks["timer action"]).toBe(`action 0 ${minuteMs}`);
    hear(ledger.after(minuteMs), "r1", { what: "begun" });
    expect(written(ledger)).toEqual(["action-begun", "phase"]);
    expect(runOf(ledger)).toMatchObject({ state: "running", startedAt: ledger.now });
  });

  it("is held at the end of its veto window where the incident ended meanwhile", () => {
    const ledger = drifted();
    look(ledger, { ...actNow, vetoMs: hourMs });
    ledger.alerts([accuracy("healthy", { to: 60 })]);
    hear(ledger.after(hourMs), "r1", { what: "begun" });
    expect(ledger.entry("action-held")).toEqual({ run: "r1", by: "vigie", where: "vigie" });
    expect(runOf(ledger).state).toBe("held");
  });

  it("is nothing under a silence, and where nobody is told of the incident", () => {
    const silenced = drifted();
    const by = { id: "person:ada@corp.example" };
    const silence = {
      id: "5a4db0c5a4db0c5a",
      scope: { kind: "group", groupId: "a".repeat(32) },
      by,
      at: silenced.now,
      why: "works",
      urgent: true,
    } as const;
    silenced.act("ada", { kind: "silence", silence });
    look(silenced, actNow);
    expect(silenced.open.silenced).toBeDefined();
    expect(silenced.open.runs).toBeUndefined();
    const inShadow = new Ledger();
    const { alert, judgement } = accuracy("urgent", { to: 0 });
    inShadow.alerts([{ alert, judgement: { ...judgement, owed: [], shadow: judgement.owed } }]);
    look(inShadow, actNow);
    expect(inShadow.open.plans?.rollback).toBeDefined();
    expect(inShadow.open.runs).toBeUndefined();
  });

  it.each([
    ["failed", { what: "failed", because: "not-serving" }],
    ["did not help", { what: "verdict", verdict: { kind: "did-not-help", at: 1 } }],
  ] as const)("is not repeated where it %s, nor proposed again", (_how, news) => {
    const ledger = news.what === "failed" ? drifted() : rolledBack();
    if (news.what === "failed") look(ledger, actNow);
    hear(ledger, "r1", news);
    look(ledger, { ...actNow, run: "r2" });
    look(ledger, asking);
    expect(ledger.open.runs).toHaveLength(1);
    expect(ledger.open.proposal).toBeUndefined();
  });

  it.each(["busy", "cool-down", "per-day", "automation-off"] as const)(
    "calls nobody where %s kept it from beginning, and people are asked instead",
    (because) => {
      const ledger = drifted();
      look(ledger, actNow);
      hear(ledger, "r1", { what: "failed", because });
      expect(written(ledger)).toEqual(["action-failed"]);
      look(ledger, { ...actNow, run: "r2" });
      expect(ledger.open.runs).toHaveLength(1);
      look(ledger, asking);
      expect(ledger.open.proposal).toMatchObject({ action: "rollback" });
    },
  );

  it("is done again for the same trouble of another day, where it helped the last time", () => {
    const ledger = rolledBack();
    ledger.after(70 * minuteMs).alerts([accuracy("healthy", { from: 10, to: 70, value: 0.948 })]);
    ledger.after(minuteMs).alerts([accuracy("urgent", { from: 71, to: 75, value: 0.8 })]);
    look(ledger, { ...actNow, run: "r2" });
    expect(ledger.open.runs?.map(({ state }) => state)).toEqual(["ended", "running"]);
  });

  it.each([
    ["has a problem", { problem: "not-found" as const }],
    ["would change nothing", { steps: [] }],
  ])("is nothing where its plan %s", (_what, more) => {
    const ledger = drifted();
    look(ledger, actNow, { plans: [{ ...rollback, ...more }] });
    expect(ledger.open.runs).toBeUndefined();
  });
});

describe("what is put to people", () => {
  it("is said once for each set of ticks that fail, with what stands against doing it by itself", () => {
    const ledger = drifted();
    look(ledger, asking);
    expect(ledger.entry("action-proposed")).toMatchObject({ action: "rollback", because: "ticks", plan: rollback });
    expect(ledger.open.proposal).toMatchObject({
      action: "rollback",
      ticks: [{ ok: true }, { id: "tested", ok: false }],
    });
    look(ledger.after(minuteMs), asking);
    expect(ledger.last).toEqual({ kind: "nothing" });
    const alsoOld = [...asking.ticks, { id: "fresh" as const, ok: false }];
    look(ledger, { ...asking, ticks: alsoOld });
    expect(written(ledger)).toEqual(["action-proposed"]);
  });

  it("calls nobody twice for a tick that comes and goes with each window, and shows how it stands", () => {
    const ledger = drifted();
    const isSmall = { ...asking, ticks: [{ id: "sample" as const, ok: false }] };
    for (let hour = 0; hour < 4; hour += 1) {
      look(ledger.after(minuteMs), asking);
      look(ledger, isSmall);
    }
    const asked = ledger.entries.filter(({ kind }) => kind === "action-proposed");
    expect(asked.filter(({ data }) => !("again" in Object(data)))).toHaveLength(2);
    expect(ledger.open.proposal).toMatchObject({ ticks: isSmall.ticks });
    // What comes back is a trouble of its own: people are asked anew.
    ledger.alerts([accuracy("healthy", { to: 60 })]);
    ledger.after(minuteMs).alerts([accuracy("urgent", { to: 120, value: 0.8 })]);
    look(ledger, asking);
    expect(ledger.entry("action-proposed")).not.toHaveProperty("again");
  });

  it("says so where it would have been done, but the policy only wants to know (dry_run)", () => {
    const ledger = drifted();
    look(ledger, { kind: "would-act", action: "rollback", ticks });
    expect(ledger.open).toMatchObject({ proposal: { because: "dry-run" } });
    expect(ledger.open.runs).toBeUndefined();
  });

  it("is dropped when it is wanted no longer, when anything is done, and at the end", () => {
    const dropped = drifted();
    look(dropped, asking);
    look(dropped);
    expect(dropped.entry("planned")).toMatchObject({ drops: true });
    const begun = drifted();
    look(begun, asking);
    begun.act("ada", { kind: "run-action", action: "restart", run: "r1" });
    const over = drifted();
    look(over, asking);
    over.alerts([accuracy("healthy", { to: 60 })]);
    for (const { open } of [dropped, begun, over]) expect(open.proposal).toBeUndefined();
  });

  it("is not put to anybody while something is under way", () => {
    const ledger = drifted();
    look(ledger, actNow);
    look(ledger, { ...asking, action: "restart" });
    expect(ledger.open.proposal).toBeUndefined();
  });
});
