import { describe, expect, it } from "vitest";
import type { ActionPlan } from "../../../src/incident/actions/plan.ts";
import { answerTimes } from "../../../src/remediation/helps.ts";
import type { QueryAnswer } from "../../../src/remediation/remediation-deps.ts";
import { driftView } from "../draw/views.ts";
import { atWork, rollback, rollbackPlan } from "./at-work.ts";

const hour = 3_600_000;
const byQuery: ActionPlan["helps"] = { byQuery: true, minSample: 0, labelsDelayMs: 0, forMs: 2 * hour };
const promql = { query: "error_ratio[30m]", healthy: "< 0.05", rangeMs: hour / 2 };
const action = { ...rollback, helps: { promql, minSample: 0, forMs: 2 * hour } };

describe("when the first answer can come, and until when it is waited for (behaviour 7)", () => {
  const times = (helps: ActionPlan["helps"]) => {
    const { helps: _helps, ...plan } = rollbackPlan;
    const run = { plan: helps ? { ...plan, helps } : plan };
    return answerTimes({ run, action, incident: driftView.incident }, 0);
  };

  it.each([
    ["one whole window of the measurement", { minSample: 0, labelsDelayMs: 0, forMs: hour }, hour, 2 * hour],
    ["its labels' delay besides", { minSample: 0, labelsDelayMs: hour, forMs: hour }, 2 * hour, 3 * hour],
    ["a query's longest range", byQuery, hour / 2, 2.5 * hour],
  ])("%s after what serves was reached", (_case, helps, firstAnswerAt, watchUntil) => {
    expect(times(helps)).toEqual({ firstAnswerAt, watchUntil });
  });

  it("nowhere where nothing can answer", () => {
    expect(times(undefined)).toEqual({});
  });
});

describe("a query that says whether it helped", () => {
  const series7: QueryAnswer = { kind: "series", series: [{ labels: { version: "7" }, value: 2 }] };
  const watching = async (answers: QueryAnswer[]) => {
    const asked: number[] = [];
    const promql = async (query: string): Promise<QueryAnswer> => {
      if (query !== "error_ratio[30m]") return series7;
      asked.push(work.now);
      return answers.shift() ?? { kind: "away" };
    };
    const work = atWork({ action, plan: { helps: byQuery }, deps: { promql } });
    await work.goOn();
    const began = work.now;
    await work.goOnFor(10 * hour);
    return { verdict: work.run().verdict, askedAfter: asked.map((at) => at - began) };
  };
  const series = (...values: number[]): QueryAnswer => ({
    ...{ kind: "series", series: values.map((value) => ({ labels: {}, value })) },
  });

  it("is asked once, when its longest range lies after the change", async () => {
    const { verdict, askedAfter } = await watching([series(0.01, 0.02)]);
    expect(verdict).toMatchObject({ kind: "helped", after: 0.01 });
    expect(askedAfter).toEqual([hour / 2]);
  });

  it("is asked in time though another action waits for its approver meanwhile", async () => {
    const promql = async (query: string) => (query === "error_ratio[30m]" ? series(0.01) : series7);
    const work = atWork({ action, plan: { helps: byQuery }, deps: { promql } });
    await work.goOn();
    const plans: readonly ActionPlan[] = [{ ...rollbackPlan, approvers: ["po"] }];
    const outlook = { at: work.now, changes: [], plans, wish: { kind: "nothing" } } as const;
    work.take({ kind: "outlook", uid: work.incident.uid, outlook });
    work.press({ kind: "run-action", action: "rollback", run: "r2" });
    expect(work.run("r2").state).toBe("asked");
    await work.goOnFor(hour);
    expect(work.run().verdict).toMatchObject({ kind: "helped" });
  });

  it("says that it did not help where one of its series is not healthy", async () => {
    expect((await watching([series(0.01, 0.05)])).verdict).toMatchObject({ kind: "did-not-help", after: 0.05 });
  });

  it("is asked again while it cannot be, or has no series yet", async () => {
    const { verdict, askedAfter } = await watching([{ kind: "away" }, series(), series(0.01)]);
    expect(verdict?.kind).toBe("helped");
    expect(askedAfter).toEqual([hour / 2, hour / 2 + 30_000, hour / 2 + 60_000]);
  });

  it.each([
    ["away", [], "away"],
    ["without any series", Array.from({ length: 400 }, () => series()), "not-measured"],
  ] as const)("that is %s to the end cannot tell", async (_case, answers, because) => {
    expect((await watching([...answers])).verdict).toMatchObject({ kind: "cannot-tell", because });
  });

  it("that is faulty, or that the policy lost, cannot tell", async () => {
    expect((await watching([{ kind: "faulty", detail: "parse error" }])).verdict).toMatchObject({ because: "away" });
  });
});

describe("a measurement that says whether it helped", () => {
  it("is waited for until the end of the watch; none came: cannot tell, which is no failure", async () => {
    const work = atWork();
    await work.goOn();
    await work.goOnFor(10 * hour);
    expect(work.run().verdict).toMatchObject({ kind: "cannot-tell", because: "not-measured" });
    expect(work.run().state).toBe("ended");
  });

  it("labels that come later than the watch are not waited for: told once, quietly", async () => {
    const work = atWork({ plan: { helps: { minSample: 0, labelsDelayMs: 14 * 24 * hour, forMs: 2 * hour } } });
    expect(await work.goOn()).toBeNull();
    const until = work.now + hour + 14 * 24 * hour;
    expect(work.run().verdict).toMatchObject({ kind: "cannot-tell", because: "labels-late", until });
    expect(await work.goOn()).toBeNull();
  });

  it("is not asked of a run that was taken back", async () => {
    const work = atWork();
    await work.goOn();
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    await work.goOnFor(10 * hour);
    expect(work.run("r1").verdict).toBeUndefined();
  });
});
