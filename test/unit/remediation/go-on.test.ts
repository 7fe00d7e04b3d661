import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ActionPlan } from "../../../src/incident/actions/plan.ts";
import { undoableRun } from "../../../src/incident/actions/undoable-run.ts";
import { runLine } from "../../../src/incident/draw/action-line.ts";
import type { Step } from "../../../src/policy/actions/step.ts";
import { goOn } from "../../../src/remediation/go-on.ts";
import { keyOfStep } from "../../../src/remediation/key-of-step.ts";
import type { Doing, Looking, Planning, Provider } from "../../../src/remediation/provider.ts";
import { readTurn } from "../../../src/remediation/target-turn.ts";
import { aliasStep, atWork, FakeWorld, fakeLedger, planned, restartStep, rollback, rollbackPlan } from "./at-work.ts";

const target = "action:credit-scoring";
/** The same where the policy does not say how to see what serves. */
const { serving: _serving, ...unseen } = rollback;
const away: Doing = { kind: "away", detail: "connection refused" };

describe("a run goes on step by step (behaviour 7)", () => {
  it("moves the alias, restarts, sees that all that serves is the target, and then watches", async () => {
    const work = atWork();
    await work.goOnFor(60_000);
    expect(work.news()).toEqual(["step-begun 0", "step-done 0", "step-begun 1", "step-done 1", "reached"]);
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
    expect(work.run()).toMatchObject({ state: "watching", serving: [{ version: "7", count: 2 }], changed: true });
  });

  it("comes again when whether it helped can be said at the latest: window, then watch", async () => {
    const work = atWork();
    expect(await work.goOn()).toBe(work.now + 3_600_000 + 2 * 3_600_000);
    expect(work.run()).toMatchObject({ firstAnswerAt: work.now + 3_600_000 });
  });

  it("is come back to as long as it is under way, though what was told came to nothing", async () => {
    const work = atWork({ deps: { tell: async () => null } });
    expect(await work.goOn()).toBe(work.now + 5_000);
    expect(work.world.calls).toEqual([]);
  });

  it("without the restart the alias has moved, and that nothing serves it is the failure, with both facts", async () => {
    const work = atWork({ action: { ...rollback, steps: [aliasStep] }, plan: { steps: [planned.alias] } });
    await work.goOnFor();
    expect(work.news()).toEqual(["step-begun 0", "step-done 0", "serving", "failed"]);
    expect(work.run()).toMatchObject({
      ...{ state: "failed", because: "not-serving", changed: true, serving: [{ version: "8", count: 2 }] },
      steps: [{ state: "done", before: "8", after: "7" }],
    });
    expect(work.now - rollbackPlan.at).toBe(60_000 + 600_000);
  });

  it("keeps a marker of each change that it made, once", async () => {
    const work = atWork();
    await work.goOnFor(60_000);
    expect(work.changes).toMatchObject([
      { id: "r1:0", source: "vigie", kind: "alias", name: "champion", from: "8", to: "7", model: "credit" },
      { id: "r1:1", source: "vigie", kind: "restart", name: "deployment/credit-scoring", service: "credit-scoring" },
    ]);
  });

  it("says nothing of serving where the policy does not say how to see it", async () => {
    const work = atWork({ action: unseen, plan: { checksServing: false } });
    await work.goOn();
    expect(work.told.at(-1)).toEqual({
      what: "reached",
      firstAnswerAt: expect.any(Number),
      watchUntil: expect.any(Number),
    });
    expect(work.run().servedAt).toBeUndefined();
  });
});

describe("what the policy says of serving may change under way", () => {
  it("a check that the policy has lost is not taken for reached", async () => {
    const work = atWork();
    work.world.faults.push({ answer: { kind: "unknown" }, takesEffect: true });
    work.world.looks.push({ kind: "going" });
    await work.goOn();
    work.pass(5_000);
    work.state.action = unseen;
    await work.goOnFor();
    expect(work.run()).toMatchObject({ state: "failed", because: "not-serving", changed: true });
  });

  it("a check that the policy has gained is made", async () => {
    const work = atWork({ plan: { checksServing: false } });
    await work.goOn();
    expect(work.run().serving).toEqual([{ version: "7", count: 2 }]);
  });
});

describe("what was so already is skipped, and nothing different is a failure", () => {
  it("an alias that stands there already, and servers that hold another version: the restart alone", async () => {
    const world = new FakeWorld();
    world.alias = "7";
    const work = atWork({ world });
    await work.goOnFor(60_000);
    expect(world.effects).toEqual(["restart"]);
    expect(work.news()).toEqual(["step-skipped 0", "step-begun 1", "step-done 1", "reached"]);
  });

  it("all of it was so: no-op", async () => {
    const world = new FakeWorld();
    world.alias = "7";
    const work = atWork({ world, action: { ...rollback, steps: [aliasStep] }, plan: { steps: [planned.alias] } });
    await work.goOnFor(60_000);
    expect(work.run()).toMatchObject({ state: "failed", because: "no-op", changed: false });
    expect(world.effects).toEqual([]);
  });

  it("the version was there and served before: a restart in vain is a no-op, too", async () => {
    const world = new FakeWorld();
    world.alias = "7";
    world.loaded = "7";
    const work = atWork({ world, plan: { serving: [{ version: "7", count: 2 }] } });
    await work.goOnFor(60_000);
    expect(work.run()).toMatchObject({ state: "failed", because: "no-op" });
  });
});

describe("before anything is changed the world is read again", () => {
  const problem = (because: Extract<Planning, { kind: "problem" }>["because"]): Planning => ({
    kind: "problem",
    because,
  });

  it("somebody moved the alias elsewhere: a conflict, and nothing was changed, the restart neither", async () => {
    const world = new FakeWorld();
    const work = atWork({ world });
    world.alias = "9";
    await work.goOnFor(60_000);
    expect(world).toMatchObject({ alias: "9", effects: [], calls: [] });
    expect(work.run()).toMatchObject({ state: "failed", because: "step", changed: false });
    expect(work.run().steps[0]).toMatchObject({ state: "failed", because: "conflict", detail: "9" });
  });

  it.each([
    ["not-found", "gone"],
    ["no-earlier-version", "gone"],
    ["denied", "denied"],
    ["faulty", "faulty"],
    ["no-credentials", "no-credentials"],
  ] as const)("%s there is %s", async (there, because) => {
    const work = atWork();
    work.world.plans.push(problem(there));
    await work.goOn();
    expect(work.run().steps[0]).toMatchObject({ state: "failed", because });
    expect(work.world.calls).toEqual([]);
  });

  it("away for a while is waited for with waits that double, and then it goes on", async () => {
    const work = atWork();
    work.world.plans.push(problem("away"), problem("timed-out"), problem("away"));
    const waits: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const at = (await work.goOn()) ?? 0;
      waits.push(at - work.now);
      work.pass(at - work.now);
    }
    expect(waits).toEqual([2_000, 2_000, 4_000]);
    await work.goOn();
    expect(work.run().state).toBe("watching");
  });

  it("away for as long as the policy gives is a failure of that step", async () => {
    const work = atWork();
    work.world.plans.push(...Array.from({ length: 100 }, () => problem("away")));
    await work.goOnFor();
    expect(work.run().steps[0]).toMatchObject({ state: "failed", because: "away" });
    expect(work.now - rollbackPlan.at - 60_000).toBe(600_000);
  });

  it("a step that the policy no longer says is not done", async () => {
    const work = atWork();
    work.state.action = { ...rollback, steps: [{ ...aliasStep, testedTag: "approved" }, restartStep] };
    await work.goOn();
    expect(work.run().steps[0]).toMatchObject({ state: "failed", because: "policy-changed" });
  });

  it("a step whose credentials are gone is not done", async () => {
    const work = atWork({ deps: { providers: {} } });
    await work.goOn();
    expect(work.run().steps[0]).toMatchObject({ state: "failed", because: "no-credentials" });
  });
});

describe("what a call came to", () => {
  it("away is asked again; the vendor's own word for when wins", async () => {
    const work = atWork();
    work.world.faults.push({ answer: { ...away, afterMs: 17_000 } });
    expect(await work.goOn()).toBe(work.now + 17_000);
    work.pass(17_000);
    await work.goOn();
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
  });

  it("a lost answer is looked up: what took effect is not done again", async () => {
    const work = atWork();
    work.world.faults.push({ answer: { kind: "unknown" }, takesEffect: true });
    await work.goOn();
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
    expect(work.world.calls).toEqual(["champion r1:0", "deployment/credit-scoring r1:1"]);
  });

  it("a lost answer without effect is sent again once that is known, not before", async () => {
    const work = atWork();
    work.world.faults.push({ answer: { kind: "unknown" } });
    expect(await work.goOn()).toBe(work.now + 5_000);
    expect(work.world.calls).toHaveLength(1);
    work.pass(5_000);
    await work.goOn();
    expect(work.world.calls[1]).toBe("champion r1:0");
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
  });

  it("a call that throws may have taken effect, so it is looked up", async () => {
    const work = atWork();
    const { mlflow } = work.world.providers;
    if (!mlflow) throw new Error("there is a registry");
    const broken = { ...mlflow, do: async () => Promise.reject(new Error("a bug")) };
    const warn = vi.fn();
    const again = atWork({ world: work.world, deps: { providers: { ...work.world.providers, mlflow: broken }, warn } });
    expect(await again.goOn()).toBe(again.now + 5_000);
    expect(again.run().steps[0]?.state).toBe("begun");
    expect(warn).toHaveBeenCalledOnce();
  });

  it("a refusal ends it, in the vendor's own words; what was changed before is not hidden", async () => {
    const work = atWork();
    work.world.faults.push({ answer: { kind: "done", before: "8", after: "7" }, takesEffect: true });
    work.world.faults.push({ answer: { kind: "failed", because: "denied", detail: "may not patch deployments" } });
    await work.goOn();
    expect(work.run()).toMatchObject({ state: "failed", because: "step", changed: true });
    expect(work.run().steps[1]).toMatchObject({ because: "denied", detail: "may not patch deployments" });
  });

  it("what goes on there is looked at each 5 s; what fails there has failed", async () => {
    const work = atWork();
    const going: Looking = { kind: "going", detail: "1 of 3 pods" };
    work.world.faults.push({ answer: { kind: "done" } });
    work.world.looks.push(going, going, { kind: "failed", because: "refused", detail: "progress deadline exceeded" });
    expect(await work.goOn()).toBe(work.now + 5_000);
    work.pass(5_000);
    expect(await work.goOn()).toBe(work.now + 5_000);
    work.pass(5_000);
    await work.goOn();
    expect(work.run().steps[0]).toMatchObject({ because: "refused", detail: "progress deadline exceeded" });
    expect(work.world.calls).toHaveLength(1);
  });

  it("what goes on for longer than the policy gives is too slow", async () => {
    const work = atWork();
    work.world.faults.push({ answer: { kind: "done" } });
    work.world.looks.push(...Array.from({ length: 200 }, (): Looking => ({ kind: "going" })));
    await work.goOnFor();
    expect(work.run().steps[0]).toMatchObject({ state: "failed", because: "too-slow" });
  });

  it("says what there was to hear of it: how far it came, or what the call itself was answered", async () => {
    const far = atWork();
    far.world.faults.push({ answer: { kind: "done" } });
    far.world.looks.push(...Array.from({ length: 200 }, (): Looking => ({ kind: "going", detail: "1 of 3 pods" })));
    await far.goOnFor();
    expect(far.run().steps[0]).toMatchObject({ because: "too-slow", detail: "1 of 3 pods" });
    const ill = atWork();
    ill.world.faults.push(
      ...Array.from({ length: 200 }, () => ({ answer: { kind: "unknown", detail: "500" } as const })),
    );
    ill.world.looks.push(...Array.from({ length: 400 }, (): Looking => ({ kind: "blind" })));
    await ill.goOnFor();
    expect(ill.run().steps[0]).toMatchObject({ because: "too-slow", detail: "500" });
  });
});

describe("a turn at a run ends well within the lease of its mark (60 s)", () => {
  /** Time-outs of so long end when the test says so. */
  const timeOuts = (whichMs: number) => {
    const { timeout } = AbortSignal;
    const controllers: AbortController[] = [];
    const spy = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      const controller = new AbortController();
      if (ms === whichMs) controllers.push(controller);
      return ms === whichMs ? controller.signal : timeout.call(AbortSignal, ms);
    });
    onTestFinished(() => spy.mockRestore());
    return () => controllers.at(-1)?.abort();
  };

  it("a call that hangs is cut after 8 s, looked up, and sent again once it is known not to be done", async () => {
    const end = timeOuts(8_000);
    const work = atWork();
    work.world.faults.push("hangs");
    const turn = work.goOn();
    await vi.waitFor(() => expect(work.world.calls).toHaveLength(1));
    end();
    expect(await turn).toBe(work.now + 5_000);
    expect(work.run().steps[0]?.state).toBe("begun");
    work.pass(5_000);
    await work.goOn();
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
  });

  it("after 40 s the rest is left to the next turn, which comes at once", async () => {
    const end = timeOuts(40_000);
    const probe = async (point: string, detail: string) => {
      if (point === "run-told" && detail === "step-done") end();
    };
    const work = atWork({ deps: { probe } });
    expect(await work.goOn()).toBe(work.now);
    expect(work.world.effects).toEqual(["alias 7"]);
    expect(await work.goOn()).toBe(work.now);
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
    await work.goOn();
    expect(work.run().state).toBe("watching");
  });
});

describe("whoever comes after a crash looks before anything is sent again (protocol 1.2)", () => {
  const begun = () => {
    const work = atWork();
    work.take({ kind: "run", uid: work.incident.uid, run: "r1", news: { what: "step-begun", step: 0 } });
    return work;
  };

  it("it was done: told, and not called", async () => {
    const work = begun();
    work.world.alias = "7";
    await work.goOn();
    expect(work.world.calls).toEqual(["deployment/credit-scoring r1:1"]);
    expect(work.run().state).toBe("watching");
  });

  it("it was not done: called", async () => {
    const work = begun();
    await work.goOn();
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
  });

  it("somebody changed it since: a conflict, never overwritten", async () => {
    const work = begun();
    work.world.alias = "9";
    await work.goOn();
    expect(work.world.alias).toBe("9");
    expect(work.run().steps[0]).toMatchObject({ because: "conflict", detail: "9" });
  });

  it("it cannot be looked at: called again, under the same run and step", async () => {
    const work = begun();
    work.world.looks.push({ kind: "blind" });
    await work.goOn();
    expect(work.world.calls[0]).toBe("champion r1:0");
  });
});

describe("what begins by itself", () => {
  it("waits for the end of its veto window, then begins", async () => {
    const work = atWork({ vetoMs: 60_000, remedies: { rollback: perDay(3) } });
    expect(await work.goOn()).toBe(work.now + 60_000);
    expect(work.world.calls).toEqual([]);
    work.pass(60_000);
    await work.goOn();
    expect(work.news()[0]).toBe("begun");
    expect(work.run().state).toBe("watching");
  });

  it("U-06: is held where automation was switched off in its veto window, by whoever did", async () => {
    const work = atWork({ vetoMs: 60_000 });
    work.state.off = { by: { id: "person:bo@corp.example", name: "Bo" }, at: 1 };
    work.pass(60_000);
    await work.goOn();
    expect(work.run().state).toBe("held");
    expect(work.incident.latest?.["action-held"]?.by.id).toBe("person:bo@corp.example");
    expect(work.world.calls).toEqual([]);
  });

  it.each([
    ["leaves it to people", { mode: "approve" }],
    ["is off", { mode: "off" }],
    ["only wants to know", { dryRun: true }],
  ] as const)("does not begin where the policy %s by now, in its veto window or after a crash", async (_what, now) => {
    const remedies = { rollback: { ...perDay(3), ...now } };
    const [inVeto, begun] = [atWork({ vetoMs: 60_000, remedies }), atWork({ vetoMs: 0, remedies })];
    inVeto.pass(60_000);
    for (const one of [inVeto, begun]) await one.goOn();
    expect(inVeto.run().state).toBe("held");
    expect(inVeto.incident.latest?.["action-held"]?.by.id).toBe("vigie");
    expect(begun.run()).toMatchObject({ state: "failed", steps: [{ because: "policy-changed" }, {}], changed: false });
    expect([...inVeto.world.effects, ...begun.world.effects]).toEqual([]);
  });

  it("U-06: ends where automation was switched off before its first call; a person's run goes on", async () => {
    const work = atWork({ vetoMs: 0, remedies: { rollback: perDay(3) } });
    const byHand = atWork();
    for (const one of [work, byHand]) {
      one.state.off = { by: { id: "person:bo@corp.example" }, at: 1 };
      await one.goOn();
    }
    expect(work.run()).toMatchObject({ state: "failed", because: "automation-off", changed: false });
    expect(work.world.calls).toEqual([]);
    expect(byHand.run().state).toBe("watching");
  });
});

describe("the target's turn", () => {
  it.each(["prod", "staging"])(
    "two incidents at once on one target, the other in %s: one acts, the other is busy, and the turn is free afterwards",
    async (environment) => {
      const shared = { world: new FakeWorld(), ledger: fakeLedger() };
      const first = atWork(shared);
      const second = atWork({ ...shared, uid: "second", run: "r2", environment });
      shared.world.faults.push({ answer: away });
      await first.goOn();
      await second.goOn();
      expect(second.run()).toMatchObject({ state: "failed", because: "busy" });
      first.pass(5_000);
      await first.goOn();
      expect(shared.world.effects).toEqual(["alias 7", "restart"]);
      expect(await readTurn(shared.ledger, target)).toEqual({ runs: [expect.objectContaining({ run: "r1" })] });
    },
  );

  it("five incidents one after the other by themselves: one acts, the others have cooled down too little", async () => {
    const shared = { world: new FakeWorld(), ledger: fakeLedger() };
    const remedies = { rollback: { ...perDay(3), coolDownMs: 3_600_000 } };
    const ends = [];
    for (const run of ["a", "b", "c", "d", "e"]) {
      const work = atWork({ ...shared, uid: run, run, vetoMs: 0, remedies });
      await work.goOn();
      ends.push(work.run().because ?? work.run().state);
    }
    expect(ends).toEqual(["watching", "cool-down", "cool-down", "cool-down", "cool-down"]);
    expect(shared.world.effects).toEqual(["alias 7", "restart"]);
  });

  it("a run that changed nothing does not count", async () => {
    const work = atWork();
    work.world.plans.push({ kind: "problem", because: "denied" });
    await work.goOn();
    expect(await readTurn(work.ledger, target)).toEqual({ runs: [] });
  });

  it("a crash between the last word and giving it back: given back by whoever comes after", async () => {
    const work = atWork();
    const { swap } = work.ledger;
    let isDead = false;
    const deps = { ...work.deps, swap: async (...given: Parameters<typeof swap>) => !isDead && swap(...given) };
    deps.probe = async (point, detail) => {
      if (point === "run-told" && detail === "reached") isDead = true;
    };
    await expect(goOn(work.incident, deps)).rejects.toThrow("could not be written");
    expect((await readTurn(work.ledger, target)).holder?.run).toBe("r1");
    await work.goOn();
    expect((await readTurn(work.ledger, target)).holder).toBeUndefined();
  });
});

describe("the way back of the way back", () => {
  it("moves the alias back and restarts once more, for the restart is what servers read it by", async () => {
    const work = atWork();
    await work.goOn();
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    await work.goOn();
    expect(work.world.effects).toEqual(["alias 7", "restart", "alias 8", "restart"]);
    expect(work.run("r2")).toMatchObject({ state: "ended", undoes: "r1", serving: [{ version: "8", count: 2 }] });
  });

  it("never overwrites what somebody made of it since", async () => {
    const work = atWork();
    await work.goOn();
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    work.world.alias = "9";
    await work.goOn();
    expect(work.world.effects).toEqual(["alias 7", "restart"]);
    expect(work.run("r2").steps[0]).toMatchObject({ state: "failed", because: "conflict", detail: "9" });
  });

  it("takes back only what was done", async () => {
    const work = atWork();
    work.world.faults.push({ answer: { kind: "done" }, takesEffect: true });
    work.world.faults.push({ answer: { kind: "failed", because: "denied" } });
    await work.goOn();
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    await work.goOn();
    expect(work.run("r2").steps.map(({ state }) => state)).toEqual(["done", "skipped"]);
    expect(work.world.alias).toBe("8");
  });

  it("a restart alone cannot be taken back, and nothing offers to", async () => {
    const action = { ...unseen, id: "restart", steps: [restartStep] } as const;
    const work = atWork({ action, plan: { action: "restart", steps: [planned.restart], checksServing: false } });
    await work.goOn();
    expect(work.run()).toMatchObject({ state: "watching", changed: true });
    expect(undoableRun(work.incident)).toBeUndefined();
  });

  const flag = { provider: "webhook", url: "https://flags.corp.example/restart", method: "POST" } as const;
  const flagStep: Step = { ...flag, secret: "FLAGS_KEY", body: {} };
  const call = {
    ...({ provider: "webhook", key: keyOfStep(flagStep), doing: "call", name: "flags.corp.example" } as const),
  };
  const calling = (steps: readonly Step[], plannedSteps: ActionPlan["steps"]) => {
    const world = new FakeWorld();
    const providers = { ...world.providers, webhook: { ...world.providers.kubernetes, name: "webhook" } as Provider };
    const action = { ...unseen, steps };
    return atWork({ world, action, plan: { steps: plannedSteps, checksServing: false }, deps: { providers } });
  };

  it("a call without a way back is made once more after the version that it is to make serve", async () => {
    const work = calling([aliasStep, flagStep], [planned.alias, call]);
    await work.goOn();
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    await work.goOn();
    expect(work.world.effects).toEqual(["alias 7", "restart", "alias 8", "restart"]);
    expect(work.run("r2").state).toBe("ended");
  });

  it("a call without a way back that stands alone is left, and said to be", async () => {
    const work = calling([flagStep], [call]);
    await work.goOn();
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    await work.goOn();
    expect(work.world.effects).toEqual(["restart"]);
    expect(work.run("r2")).toMatchObject({ state: "failed", because: "no-op", changed: false });
    expect(work.run("r2").steps).toMatchObject([{ state: "skipped", because: "no-way-back" }]);
    expect(JSON.stringify(runLine(work.run("r2"), work.incident, "en"))).toContain(
      "what was done cannot be taken back",
    );
  });

  it("can be taken back itself", async () => {
    const work = atWork();
    await work.goOn();
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    await work.goOn();
    work.press({ kind: "undo-run", run: "r2", as: "r3" });
    await work.goOn();
    expect(work.world.alias).toBe("7");
    expect(work.run("r3")).toMatchObject({ state: "ended", serving: [{ version: "7", count: 2 }] });
  });
});

describe("U-34: a restart is over when the service is healthy again", () => {
  const plan = { action: "restart", steps: [planned.restart], checksServing: false } as const;
  const restarting = (statuses: number[]) => {
    const fetch = vi.fn(async () => new Response(null, { status: statuses.shift() ?? 503 }));
    const action = { ...unseen, id: "restart", steps: [restartStep], health: "http://x/health" } as const;
    return { fetch, work: atWork({ action, plan, deps: { fetch } }) };
  };

  it("its address is asked each 5 s until it answers with 2xx", async () => {
    const { work, fetch } = restarting([503, 500, 204]);
    const began = work.now;
    await work.goOnFor(60_000);
    expect(work.run().state).toBe("watching");
    expect(work.now - began).toBe(10_000);
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it("where it does not within the time given, that is the failure", async () => {
    const { work } = restarting([]);
    await work.goOnFor();
    expect(work.run()).toMatchObject({ state: "failed", because: "unhealthy", changed: true });
  });
});

describe("U-18: a source is blocked by its token", () => {
  it("the real value reaches the provider's call, and nothing that is told", async () => {
    const plan = { action: "block-source", sources: ["ip:a1"], checksServing: false } as const;
    const reveal = async (token: string) => (token === "ip:a1" ? "203.0.113.9" : undefined);
    const action = { ...unseen, id: "block-source" } as const;
    const work = atWork({ action, plan, deps: { reveal }, source: "ip:a1" });
    await work.goOn();
    expect(work.world.reveals[0]).toBe("203.0.113.9");
    const before = work.world.reveals.length;
    work.press({ kind: "undo-run", run: "r1", as: "r2" });
    await work.goOn();
    // Whoever was blocked is who is let in again.
    expect(work.world.reveals.slice(before)[0]).toBe("203.0.113.9");
    expect(JSON.stringify([work.told, work.incident, work.changes])).not.toContain("203.0.113.9");
  });
});

function perDay(times: number) {
  return {
    ...({ mode: "auto", at: ["urgent"], vetoMs: 0, dryRun: false, maxAgeMs: 86_400_000, minSample: 0 } as const),
    ...{ coolDownMs: 0, perDay: times, criteria: [] },
  };
}
