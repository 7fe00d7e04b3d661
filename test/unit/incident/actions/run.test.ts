import { describe, expect, it } from "vitest";
import type { RunNews } from "../../../../src/incident/fact.ts";
import { type Ledger, minuteMs } from "../ledger.ts";
import {
  actNow,
  drifted,
  hear,
  hourMs,
  look,
  nothing,
  restart,
  rolledBack,
  runOf,
  served,
  stepsDone,
  written,
} from "./run-scene.ts";

/** A rollback that runs since 09:01. */
function running(): Ledger {
  const ledger = drifted();
  look(ledger, actNow);
  return ledger;
}
/** Its steps are done; what serves is not there yet. */
function serving(): Ledger {
  const ledger = running();
  hear(ledger, "r1", ...stepsDone);
  return ledger;
}
const states = (ledger: Ledger) => runOf(ledger).steps.map(({ state }) => state);

describe("a run, told by who does it", () => {
  it("goes step by step to what serves, and is watched from then on", () => {
    const ledger = running();
    const [begun, done, ...rest] = stepsDone;
    if (!begun || !done) throw new Error("there are four");
    hear(ledger, "r1", begun);
    expect([states(ledger), written(ledger)]).toEqual([["begun", "waiting"], ["action-step"]]);
    hear(ledger, "r1", done);
    expect(runOf(ledger)).toMatchObject({
      state: "running",
      changed: true,
      steps: [{ state: "done", before: "8", after: "7" }, {}],
    });
    hear(ledger, "r1", ...rest);
    expect(runOf(ledger)).toMatchObject({ state: "serving", dueAt: ledger.now + 10 * minuteMs });
    const some = [
      { version: "7", count: 3 },
      { version: "8", count: 5 },
    ];
    hear(ledger, "r1", { what: "serving", serving: some });
    expect(runOf(ledger).serving).toEqual(some);
    hear(ledger, "r1", { what: "serving", serving: some });
    expect(ledger.last).toEqual({ kind: "nothing" });
    hear(ledger.after(minuteMs), "r1", { what: "reached", serving: served, firstAnswerAt: 5, watchUntil: 9 });
    expect(ledger.entry("action-done")).toEqual({
      run: "r1",
      tookMs: minuteMs,
      serving: served,
      firstAnswerAt: 5,
      watchUntil: 9,
    });
    expect(runOf(ledger)).toMatchObject({ state: "watching", servedAt: ledger.now, doneAt: ledger.now, watchUntil: 9 });
  });

  it("that was reached without a look at what serves says so: there is no time from which it served", () => {
    const ledger = serving();
    hear(ledger, "r1", { what: "reached" });
    expect(runOf(ledger)).toMatchObject({ state: "watching", doneAt: ledger.now });
    expect(runOf(ledger).servedAt).toBeUndefined();
  });

  it("whose every step was so already is a failure that says so (behaviour 7)", () => {
    const ledger = running();
    hear(
      ledger,
      "r1",
      { what: "step-skipped", step: 0 },
      { what: "step-skipped", step: 1 },
      { what: "reached", serving: served },
    );
    expect(ledger.entry("action-failed")).toEqual({ run: "r1", because: "no-op" });
    expect(runOf(ledger)).toMatchObject({ state: "failed", changed: false });
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "slack://open",
    "//evil.example",
    `https://a.example/${"x".repeat(200)}`,
  ])("keeps no link that is none of the web or would be cut: %s", (link) => {
    const ledger = running();
    hear(ledger, "r1", { what: "step-begun", step: 0 }, { what: "step-done", step: 0, link });
    expect(runOf(ledger).steps[0]).toMatchObject({ state: "done" });
    expect(runOf(ledger).steps[0]).not.toHaveProperty("link");
  });

  it("that found the alias where it was to be after the call changed nothing by that", () => {
    const ledger = running();
    hear(ledger, "r1", { what: "step-begun", step: 0 }, { what: "step-done", step: 0, before: "7", after: "7" });
    expect(runOf(ledger).changed).toBe(false);
  });

  it("rings and takes the next step of the ladder, once, where a step failed; what changed before is not hidden", () => {
    const ledger = running();
    hear(ledger, "r1", ...stepsDone.slice(0, 3));
    hear(ledger, "r1", { what: "step-failed", step: 1, because: "denied", detail: "forbidden: patch" });
    expect(written(ledger)).toEqual(["action-step", "action-failed", "escalated"]);
    expect(ledger.entry("action-failed")).toEqual({ run: "r1", because: "step", detail: "forbidden: patch" });
    expect(ledger.entry("escalated")).toMatchObject({ because: "action-failed", by: "vigie" });
    expect(runOf(ledger)).toMatchObject({ state: "failed", because: "step", changed: true, endedAt: ledger.now });
    expect(states(ledger)).toEqual(["done", "failed"]);
    hear(ledger, "r1", { what: "failed", because: "not-serving" });
    expect(ledger.last).toEqual({ kind: "nothing" });
  });

  it("escalates nothing while the incident is silenced or over", () => {
    const ledger = serving();
    ledger.act("ada", { kind: "close", hold: "until-resolved" });
    hear(ledger, "r1", { what: "failed", because: "not-serving" });
    expect(written(ledger)).toEqual(["action-failed"]);
  });

  it("is taken up again for a query once its range has passed, and for others when the watch is over", () => {
    const asked = drifted();
    look(asked, nothing, {
      plans: [{ ...restart, helps: { byQuery: true, minSample: 0, labelsDelayMs: 0, forMs: hourMs } }],
    });
    asked.act("ada", { kind: "run-action", action: "restart", run: "r1" });
    hear(asked, "r1", { what: "step-begun", step: 0 }, { what: "step-done", step: 0 });
    hear(asked, "r1", { what: "reached", firstAnswerAt: asked.now + minuteMs, watchUntil: asked.now + hourMs });
    expect(asked.marks["timer action"]).toBe(`action 0 ${minuteMs}`);
    expect(rolledBack().marks["timer action"]).toBe(`action 0 ${3 * hourMs}`);
  });
});

describe("news that does not fit where a run stands", () => {
  const begun: RunNews = { what: "step-begun", step: 0 };
  const cases: readonly (readonly [string, () => Ledger, RunNews])[] = [
    ["of a run that is not known", () => drifted(), begun],
    ["of a step that is begun already", () => heard(running(), begun), begun],
    ["of a step that is done already", () => serving(), { what: "step-done", step: 0, before: "7", after: "9" }],
    ["of a step that is done and now failed", () => serving(), { what: "step-failed", step: 0, because: "conflict" }],
    ["of a step before its turn", () => running(), { what: "step-begun", step: 1 }],
    ["of a step that there is not", () => running(), { what: "step-begun", step: 2 }],
    ["of a step that was never begun", () => running(), { what: "step-done", step: 0 }],
    ["that it is there before its steps are", () => running(), { what: "reached", serving: served }],
    ["that it is there a second time", () => rolledBack(), { what: "reached", serving: served }],
    ["of what serves, late", () => rolledBack(), { what: "serving", serving: [] }],
    ["that it failed after it was there", () => rolledBack(), { what: "failed", because: "not-serving" }],
    ["that it begins though it runs", () => running(), { what: "begun" }],
    ["of a verdict before it is through", () => serving(), { what: "verdict", verdict: { kind: "helped", at: 1 } }],
  ];
  const heard = (ledger: Ledger, news: RunNews) => {
    hear(ledger, "r1", news);
    return ledger;
  };

  it.each(cases)("%s changes nothing and writes nothing", (_what, scene, news) => {
    const ledger = scene();
    const before = ledger.open;
    hear(ledger, "r1", news);
    expect(ledger.last).toEqual({ kind: "nothing" });
    expect(ledger.open).toBe(before);
  });

  it("of an incident that is another by now changes nothing", () => {
    const ledger = running();
    ledger.tell({ kind: "run", uid: "f".repeat(32), run: "r1", news: begun });
    expect(ledger.last).toEqual({ kind: "nothing" });
  });
});
