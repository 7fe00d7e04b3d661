import { afterEach, expect, it } from "vitest";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import { acted, actingStory } from "../support/acting-story.ts";
import { type CreditScene, openCreditScene } from "../support/credit-scene.ts";
import { type FaultyServer, faultyServer } from "../support/stand-ins/faulty-server.ts";
import { mlflowVersion } from "../support/stand-ins/mlflow-server.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada, bo] = sandboxPeople;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let scene: CreditScene;
let prometheus: FaultyServer;
/** What Prometheus answers to any query, and when it was asked. */
let answer: number | undefined;
let asked: number[] = [];
let clock: () => number = () => 0;

async function installation() {
  scene = await openCreditScene(new URL("did-it-help.policy.yaml", import.meta.url));
  asked = [];
  answer = undefined;
  prometheus = await faultyServer(() => {
    asked.push(clock());
    const result = answer === undefined ? [] : [{ metric: {}, value: [0, String(answer)] }];
    return { json: { status: "success", data: { resultType: "vector", result } } };
  });
  return { env: { ...scene.env, PROMETHEUS_URL: prometheus.origin } };
}

afterEach(async () => {
  await scene?.stop();
  await prometheus?.stop();
});

const { credit, late, proxied, queried, stepped } = acted;
const story = (given: () => Journey, about: (typeof acted)[keyof typeof acted]) => {
  clock = () => given().vigie.world.now();
  return actingStory(given, () => scene, about);
};

journeysOn(storeKinds, "did it help? (behaviour 7)", tell, installation);

function tell(given: () => Journey): void {
  const pass = (ms: number) => given().pass(ms);
  /** Until a window of an hour lies wholly after what was done a few minutes ago. */
  const aWholeWindow = () => pass(61 * minuteMs);

  it("it helped: the healthy measurement says so and ends the incident in one commit", async () => {
    const { getsWorse, measure, card, entries, stored, lastRun } = story(given, credit);
    await getsWorse();
    expect(await card()).toMatch(/Rolled back to v7 · v7 on 1 of 1 · first answer at/);
    await aWholeWindow();
    await measure(0.948);
    await pass(minuteMs);
    expect(await lastRun()).toMatchObject({ state: "ended", verdict: { kind: "helped", before: 0.846, after: 0.948 } });
    expect((await stored()).incident.phase).toBe("resolved");
    expect(await card()).toContain("rolled back to v7, it helped: 0.846 → 0.948");
    const [verdict, resolved] = [...(await entries("action-verdict")), ...(await entries("resolved"))];
    expect(verdict?.at).toBe(resolved?.at);
    expect(Number(verdict?.seq)).toBeLessThan(Number(resolved?.seq));
    expect(await entries("escalated")).toEqual([]);
  });

  it("it did not help: that rings and escalates, and is not repeated by itself though events go on", async () => {
    const { getsWorse, measure, card, entries, runs, stored } = story(given, credit);
    await getsWorse();
    await aWholeWindow();
    await measure(0.8);
    await pass(minuteMs);
    expect(await card()).toContain("it did not help: accuracy 0.846 → 0.800");
    expect(await entries("escalated")).toMatchObject([{ data: { because: "did-not-help" } }]);
    expect(given().slack("leads")).toContain(`VIG-${(await stored()).number}`);
    for (let hours = 0; hours < 3; hours += 1) {
      await pass(hourMs);
      await measure(0.7);
      await pass(minuteMs);
    }
    expect(await runs()).toHaveLength(1);
    expect(scene.mlflow.effects()).toBe(1);
    expect(await entries("action-verdict")).toHaveLength(1);
    expect(await entries("action-proposed")).toEqual([]);
  });

  it("cannot tell yet: labels come 13 days later, nobody is called for it, and the closed card hears the verdict", async () => {
    const { getsWorse, measure, card, entries, stored, lastRun } = story(given, late);
    await getsWorse();
    expect(await card()).toMatch(/cannot tell before 3 Dec/);
    expect(await entries("escalated")).toEqual([]);
    await pass(30 * minuteMs);
    await measure(0.948);
    await pass(2 * hourMs);
    given().vigie.world.set(given().vigie.world.now() + 13 * dayMs + 2 * hourMs);
    await pass(5 * minuteMs);
    expect((await stored()).incident.phase).toBe("closed");
    const windowTo = given().vigie.world.now() - 13 * dayMs;
    const window = { from: new Date(windowTo - hourMs).toISOString(), to: new Date(windowTo).toISOString() };
    await measure(0.948, { window });
    await pass(5 * minuteMs);
    expect(await lastRun()).toMatchObject({ state: "ended", verdict: { kind: "helped", after: 0.948 } });
    expect(await card()).toContain("it helped: 0.846 → 0.948");
    expect(await entries("escalated")).toEqual([]);
    expect(await entries("action-verdict")).toHaveLength(2);
  });

  it("a window that lies half before the change is not used, the next one is", async () => {
    const { getsWorse, measure, card, lastRun } = story(given, credit);
    await getsWorse();
    await pass(30 * minuteMs);
    await measure(0.948);
    await pass(minuteMs);
    expect(await lastRun()).toMatchObject({ state: "watching" });
    expect(await card()).not.toMatch(/it helped/);
    await pass(hourMs);
    await measure(0.949);
    await pass(minuteMs);
    expect(await lastRun()).toMatchObject({ verdict: { kind: "helped", after: 0.949 } });
    expect(await card()).toContain("it helped: 0.846 → 0.949");
  });

  it("no-op: somebody moved the alias first, so nothing became different, and that is a failure and said to be", async () => {
    const { getsWorse, card, entries, lastRun } = story(given, credit);
    const moving = getsWorseInVeto(() => void scene.mlflow.aliases.set("champion", "7"));
    await moving(getsWorse);
    expect(await lastRun()).toMatchObject({ state: "failed", because: "no-op", changed: false });
    expect(await card()).toMatch(/Rollback failed.*it was so already, nothing is different/s);
    expect(await entries("escalated")).toMatchObject([{ data: { because: "action-failed" } }]);
    expect(scene.mlflow.effects()).toBe(0);
  });

  it("vetoed: somebody holds it, nothing is done, and it does not begin again by itself", async () => {
    const { getsWorse, measure, card, runs, press } = story(given, credit);
    const holding = getsWorseInVeto(async () => {
      expect(await card()).toMatch(/begins by itself at/);
      expect(await press(bo, "hold")).toMatchObject({ code: "role" });
      expect(await press(ada, "hold")).toMatchObject({ kind: "done" });
    });
    await holding(getsWorse);
    await pass(hourMs);
    await measure(0.8, { labels: { trial: "veto" } });
    await pass(3 * minuteMs);
    expect(await runs()).toMatchObject([{ state: "held", changed: false }]);
    expect(await card()).toMatch(/Rollback held by Ada Sandbox/);
    expect(scene.mlflow.effects()).toBe(0);
  });

  it("refused: by role, by a card of before, and without a reason for what is not tested", async () => {
    const { getsWorse, entries, press, stored, moves, lastRun } = story(given, credit);
    scene.mlflow.versions.splice(0, 1, mlflowVersion("7"));
    await getsWorse({ labels: { trial: "asked" } });
    const version = (await stored()).incident.seq;
    const why = { why: "v8 is worse" };
    expect(await press(bo, "rollback", { values: why })).toMatchObject({ code: "role" });
    expect(await press(ada, "rollback")).toMatchObject({ kind: "faulty", faults: [{ field: "why" }] });
    scene.mlflow.versions.push(mlflowVersion("9"));
    scene.mlflow.aliases.set("champion", "9");
    await moves("8", "9", 0);
    await pass(3 * minuteMs);
    expect(await press(ada, "rollback", { version, values: why })).toMatchObject({ code: "stale" });
    expect((await entries("refused")).map(({ data }) => data.because)).toEqual(["role", "stale"]);
    expect(scene.mlflow.effects()).toBe(0);
    expect(await press(ada, "rollback", { values: why })).toMatchObject({ kind: "done" });
    await pass(minuteMs);
    expect(await lastRun()).toMatchObject({ state: "watching", why: "v8 is worse" });
  });

  it("asks Prometheus once the longest range of its query lies after the change", async () => {
    const { getsWorse, card, lastRun } = story(given, queried);
    answer = 0.01;
    await getsWorse();
    const { servedAt = 0, firstAnswerAt = 0 } = (await lastRun()) ?? {};
    expect(firstAnswerAt - servedAt).toBe(30 * minuteMs);
    expect(await card()).toContain("first answer at 08:00");
    await pass(hourMs);
    expect(asked.map((at) => at - servedAt)).toEqual([30 * minuteMs]);
    expect(await lastRun()).toMatchObject({ state: "ended", verdict: { kind: "helped", after: 0.01 } });
    expect(await card()).toMatch(/it helped/);
  });

  it.each([
    ["helped", 0.948, /it helped: click_rate 0.948/, []],
    ["did-not-help", 0.8, /it did not help: click_rate 0.8/, ["did-not-help"]],
  ] as const)(
    "a proxy that is measured beside it says that it %s, long before the labels",
    async (kind, value, said, escalated) => {
      const { getsWorse, measure, card, entries, lastRun } = story(given, proxied);
      await getsWorse();
      expect(await card()).toMatch(/first answer at/);
      await pass(30 * minuteMs);
      await measure(value, { metric: "click_rate" });
      await pass(minuteMs);
      expect(await lastRun()).toMatchObject({ state: "watching" });
      await aWholeWindow();
      await measure(value, { metric: "click_rate", sample_size: 499 });
      expect(await lastRun()).toMatchObject({ state: "watching" });
      await pass(minuteMs);
      await measure(value, { metric: "click_rate" });
      await pass(minuteMs);
      expect(await lastRun()).toMatchObject({ verdict: { kind, metric: "click_rate", after: value } });
      expect(await card()).toMatch(said);
      expect((await entries("escalated")).map(({ data }) => data.because)).toEqual(escalated);
    },
  );

  it("uses no small sample, and says in the end that nothing was measured, which escalates nothing", async () => {
    const { getsWorse, measure, card, entries, lastRun } = story(given, credit);
    await getsWorse();
    await aWholeWindow();
    await measure(0.8, { sample_size: 999 });
    await pass(minuteMs);
    expect(await lastRun()).toMatchObject({ state: "watching" });
    await pass(3 * hourMs);
    expect(await lastRun()).toMatchObject({ verdict: { kind: "cannot-tell", because: "not-measured" } });
    expect(await card()).toContain("cannot tell whether it helped: nothing was measured since");
    expect(await entries("escalated")).toEqual([]);
    await measure(0.8, { sample_size: 1000 });
    await pass(minuteMs);
    expect(await lastRun()).toMatchObject({ verdict: { kind: "did-not-help" } });
  });

  it("a measurement that opens the next incident also tells the one before that it did not help", async () => {
    const { getsWorse, measure, card, stored, runs } = story(given, credit);
    await getsWorse();
    await pass(30 * minuteMs);
    await measure(0.948);
    await pass(2 * hourMs);
    expect((await stored()).incident.phase).toBe("closed");
    const { number: before } = await stored();
    await measure(0.8);
    await pass(5 * minuteMs);
    const { number: next } = await stored();
    expect(next).toBeGreaterThan(before);
    expect(await runs()).toMatchObject([{ verdict: { kind: "did-not-help", after: 0.8 } }]);
    for (const number of [before, next])
      expect(await card(number)).toContain("it did not help: accuracy 0.846 → 0.800");
    expect(scene.mlflow.effects()).toBe(1);
  });

  /** As `getsWorse`, and in the veto window something happens. */
  function getsWorseInVeto(happens: () => unknown) {
    return async (getsWorse: (more: object, passMs: number) => Promise<void>) => {
      await getsWorse({ labels: { trial: "veto" } }, 30_000);
      await happens();
      await pass(2 * minuteMs);
    };
  }
}

journeysOn(storeKinds, "taking back what was done (behaviour 7)", tellUndo, installation);

function tellUndo(given: () => Journey): void {
  const pass = (ms: number) => given().pass(ms);
  /** Servers that load what the alias names when they are restarted, and only then. */
  const loadsAtRestart = () => {
    let restarts = 0;
    let loaded = scene.mlflow.aliases.get("champion");
    Object.defineProperty(scene, "loaded", {
      get: () => {
        if (scene.tools.calls.length > restarts) loaded = scene.mlflow.aliases.get("champion");
        restarts = scene.tools.calls.length;
        return loaded;
      },
    });
  };

  it("after it was done: alias, restart and what serves are as before, both facts stand in the thread", async () => {
    const { getsWorse, press, card, runs } = story(given, stepped);
    loadsAtRestart();
    await getsWorse();
    expect(await runs()).toMatchObject([{ state: "watching", serving: [{ version: "7", count: 1 }] }]);
    expect(await press(ada, "undo")).toMatchObject({ kind: "done" });
    await pass(minuteMs);
    expect(await runs()).toMatchObject([
      { action: "rollback", undoneBy: expect.any(String) },
      { state: "ended", serving: [{ version: "8", count: 1 }], steps: [{ state: "done" }, { state: "done" }] },
    ]);
    expect(scene.tools.calls.map(({ path }) => path)).toEqual(["/restart", "/restart"]);
    const shown = await card();
    expect(shown).toContain("Rolled back to v7");
    expect(shown).toContain("Taken back the rollback (v7 → v8)");
  });

  it("after it failed half-way: what was changed is changed back, what was not is left alone", async () => {
    const { getsWorse, press, card, runs, lastRun } = story(given, stepped);
    scene.tools.broken.add("/restart");
    await getsWorse();
    await pass(3 * minuteMs);
    expect(await lastRun()).toMatchObject({ state: "failed", because: "step", changed: true });
    expect(await card()).toMatch(/Rollback failed/);
    const calls = scene.tools.calls.length;
    expect(await press(ada, "undo")).toMatchObject({ kind: "done" });
    await pass(3 * minuteMs);
    expect(scene.mlflow.aliases.get("champion")).toBe("8");
    expect(scene.tools.calls).toHaveLength(calls);
    expect(await runs()).toMatchObject([
      { state: "failed" },
      { state: "ended", steps: [{ state: "done" }, { state: "skipped" }] },
    ]);
    expect(await card()).toMatch(/Rollback failed.*Taken back the rollback/s);
  });

  it("after it did not help: back to where it was, and that is not judged again", async () => {
    const { getsWorse, measure, press, card, runs } = story(given, credit);
    await getsWorse();
    await pass(61 * minuteMs);
    await measure(0.8);
    await pass(minuteMs);
    expect(await press(ada, "undo")).toMatchObject({ kind: "done" });
    await pass(61 * minuteMs);
    await measure(0.8);
    await pass(minuteMs);
    expect(scene.mlflow.aliases.get("champion")).toBe("8");
    expect(await runs()).toMatchObject([{ verdict: { kind: "did-not-help" } }, { state: "ended" }]);
    expect((await runs())[1]?.verdict).toBeUndefined();
    expect(await card()).toMatch(/it did not help.*Taken back the rollback/s);
  });

  it("never over what somebody changed since: a conflict, with the version that is there", async () => {
    const { getsWorse, press, card, lastRun } = story(given, credit);
    await getsWorse();
    scene.mlflow.versions.push(mlflowVersion("9"));
    scene.mlflow.aliases.set("champion", "9");
    expect(await press(ada, "undo")).toMatchObject({ kind: "done" });
    await pass(minuteMs);
    expect(scene.mlflow.aliases.get("champion")).toBe("9");
    expect(await lastRun()).toMatchObject({ state: "failed", steps: [{ state: "failed", because: "conflict" }] });
    expect(await card()).toMatch(/Undo failed.*somebody changed it since; that is not overwritten/s);
  });

  it("a call that the policy writes no way back for stays, and the card says so", async () => {
    const { getsWorse, press, card, lastRun } = story(given, stepped);
    await getsWorse({ labels: { trial: "asked" } });
    expect(await press(ada, "disable")).toMatchObject({ kind: "done" });
    await pass(minuteMs);
    expect(await lastRun()).toMatchObject({ action: "disable", changed: true });
    expect(await press(ada, "undo")).toMatchObject({ kind: "done" });
    await pass(minuteMs);
    expect(scene.tools.calls.map(({ path }) => path)).toEqual(["/off"]);
    expect(await card()).toMatch(/Undo failed.*what was done cannot be taken back/s);
  });
}
