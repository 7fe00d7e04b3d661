import { describe, expect, it } from "vitest";
import type { Fact, RunNews } from "../../../src/incident/fact.ts";
import { createMetrics } from "../../../src/metrics.ts";
import { heardOfActing } from "../../../src/remediation-meter.ts";
import { atWork } from "./at-work.ts";

/** What is counted and logged of a fact about a run that has just begun its first step. */
function heard(fact: (uid: string) => Fact) {
  const counted: unknown[] = [];
  const logged: Readonly<Record<string, unknown>>[] = [];
  const work = atWork();
  const { uid } = work.incident;
  work.take({ kind: "run", uid, run: "r1", news: { what: "step-begun", step: 0 } });
  const meter = {
    count: (...given: unknown[]) => void counted.push(given),
    observe: (...given: unknown[]) => void counted.push(given),
    set: () => {},
  };
  const log = { info: (fields: (typeof logged)[number]) => void logged.push(fields), warn: () => {}, error: () => {} };
  heardOfActing(work.incident, fact(uid), { meter, log, now: () => work.now + 1_500 });
  return { counted, logged };
}
const news = (what: RunNews) => heard((uid) => ({ kind: "run", uid, run: "r1", news: what }));

describe("what is counted and logged of acting on models", () => {
  it.each<[RunNews, string]>([
    [{ what: "reached" }, "reached"],
    [{ what: "failed", because: "not-serving" }, "not-serving"],
    [{ what: "verdict", verdict: { kind: "did-not-help", at: 0 } }, "did-not-help"],
  ])("%j is the outcome %s", (what, outcome) => {
    expect(news(what).counted).toEqual([["actions_total", { action: "rollback", outcome }]]);
  });

  it("a step is timed from the moment that its call left, and one that fails ends the action", () => {
    const timed = ["action_step_ms", 1_500, { provider: "mlflow" }];
    expect(news({ what: "step-done", step: 0 }).counted).toEqual([timed]);
    expect(news({ what: "step-failed", step: 0, because: "denied" }).counted).toEqual([
      ["actions_total", { action: "rollback", outcome: "step" }],
      timed,
    ]);
  });

  it("one line for each state that changed, with ids and closed words alone", () => {
    const { logged } = news({ what: "step-failed", step: 0, because: "denied", detail: "ada@corp.example may not" });
    expect(logged).toEqual([
      {
        ...{ uid: expect.any(String), run: "r1", action: "rollback", news: "step-failed", step: 0, provider: "mlflow" },
        ...{ because: "denied", outcome: "step" },
      },
    ]);
  });

  it("the line of a way back names the run that it takes back, so that nobody reads it as another rollback", () => {
    const { incident } = atWork();
    const runs = (incident.runs ?? []).map((run) => ({ ...run, undoes: "r0" }));
    const logged: unknown[] = [];
    const log = { info: (fields: object) => void logged.push(fields), warn: () => {}, error: () => {} };
    const meter = { count: () => {}, observe: () => {}, set: () => {} };
    const fact = { kind: "run", uid: incident.uid, run: "r1", news: { what: "step-begun", step: 0 } } as const;
    heardOfActing({ ...incident, runs }, fact, { meter, log, now: () => 0 });
    expect(logged).toMatchObject([{ run: "r1", action: "rollback", undoes: "r0", news: "step-begun" }]);
  });

  it("a look that wants nothing is counted and not logged", () => {
    const outlook = { at: 0, changes: [], plans: [], wish: { kind: "nothing" } } as const;
    const { counted, logged } = heard((uid) => ({ kind: "outlook", uid, outlook }));
    expect(counted).toEqual([["outlooks_total", { outcome: "nothing" }]]);
    expect(logged).toEqual([]);
  });

  it("every series is there from the start, at zero", async () => {
    const text = await createMetrics().text();
    expect(text).toContain('vigie_actions_total{action="rollback",outcome="no-op"} 0');
    expect(text).toContain('vigie_outlooks_total{outcome="would-act"} 0');
    expect(text).toContain('vigie_action_step_seconds_count{provider="argo"} 0');
  });
});
