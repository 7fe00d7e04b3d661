import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { Pressed } from "../../src/chat/desk.ts";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import { acted, actingStory } from "../support/acting-story.ts";
import { type CreditScene, openCreditScene } from "../support/credit-scene.ts";
import { settleAll, type UnderTest } from "../support/vigie-under-test.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada, , chi] = sandboxPeople;
const secondMs = 1_000;
const policyText = readFileSync(new URL("did-it-help.policy.yaml", import.meta.url), "utf8");

let scene: CreditScene;
let folder: string;
const policyFile = () => join(folder, "policy.yaml");

/** As the journeys of "did it help?", with a policy that a test may write anew. */
async function installation() {
  folder = mkdtempSync(join(tmpdir(), "vigie-races-"));
  writeFileSync(policyFile(), policyText);
  scene = await openCreditScene(new URL("did-it-help.policy.yaml", import.meta.url));
  return { env: environment() };
}

const environment = () => ({ ...scene.env, VIGIE_POLICY: policyFile() });

afterEach(async () => {
  await scene?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Two replicas on one store; SQLite has one process only, which then does both one's work. */
async function twoReplicas({ vigie, start }: Journey): Promise<readonly [UnderTest, UnderTest]> {
  const { config, world } = vigie;
  if (config.store.startsWith("sqlite")) return [vigie, vigie];
  return [vigie, await start({ env: environment(), world, dir: config.dataDir })];
}

/** All replicas at work for so long. */
async function settle(replicas: readonly UnderTest[], forMs: number): Promise<void> {
  const [one] = replicas;
  if (!one) throw new Error("no Vigie");
  const until = one.world.now() + forMs;
  await settleAll([...new Set(replicas.map(({ run }) => run))], one.world, forMs);
  one.world.set(until);
}

const codesOf = (pressed: readonly Pressed[]) => pressed.map((one) => ("code" in one ? one.code : one.kind)).toSorted();
/** What whoever came second is told, as they read it before or after the first. */
const tooLate = /^(stale|under-way|not-offered|not-waiting)$/;
const asked = { labels: { trial: "asked" } };
const inVeto = { labels: { trial: "veto" } };

journeysOn(storeKinds, "two at once (issue 5)", tellRaces, installation);

function tellRaces(given: () => Journey): void {
  const credit = () => actingStory(given, () => scene, acted.credit);

  it("two people press Roll back in two chats: one rolls back, the other is told who was first", async () => {
    const replicas = await twoReplicas(given());
    const { getsWorse, stored, press, runs } = credit();
    await getsWorse(asked);
    const version = (await stored()).incident.seq;
    const pressed = await Promise.all([
      press(ada, "rollback", { version, at: replicas[0] }),
      press(chi, "rollback", { version, at: replicas[1] }),
    ]);
    await settle(replicas, minuteMs);
    expect(codesOf(pressed)).toEqual(["done", expect.stringMatching(tooLate)]);
    expect(await runs()).toMatchObject([{ state: "watching" }]);
    expect(scene.mlflow.effects()).toBe(1);
  });

  it("a person and the policy: one run, whichever came first", async () => {
    const replicas = await twoReplicas(given());
    const { getsWorse, measure, press, runs } = credit();
    await getsWorse({ sample_size: 900 });
    expect(await runs()).toEqual([]);
    const [pressed] = await Promise.all([
      press(ada, "rollback", { at: replicas[1] }),
      measure(0.845).then(() => replicas[0].run.delivery.runDue()),
    ]);
    await settle(replicas, minuteMs);
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ state: "watching", by: pressed.kind === "done" ? `person:${ada.email}` : "vigie" });
    expect(scene.mlflow.effects()).toBe(1);
  });

  it("Hold, and the end of the veto window: held or begun, never both", async () => {
    const replicas = await twoReplicas(given());
    const { getsWorse, press, runs, lastRun } = credit();
    await getsWorse(inVeto, 30 * secondMs);
    replicas[0].world.set((await lastRun())?.dueAt ?? 0);
    const [pressed] = await Promise.all([press(ada, "hold", { at: replicas[1] }), replicas[0].run.delivery.runDue()]);
    await settle(replicas, minuteMs);
    const isHeld = pressed.kind === "done";
    expect(codesOf([pressed])).toEqual([isHeld ? "done" : expect.stringMatching(tooLate)]);
    expect(await runs()).toMatchObject([{ state: isHeld ? "held" : "watching" }]);
    expect(scene.mlflow.effects()).toBe(isHeld ? 0 : 1);
  });

  it("Now twice: it begins once", async () => {
    const replicas = await twoReplicas(given());
    const { getsWorse, press, entries } = credit();
    await getsWorse(inVeto, 30 * secondMs);
    const pressed = await Promise.all([press(ada, "now", { at: replicas[0] }), press(chi, "now", { at: replicas[1] })]);
    await settle(replicas, 2 * minuteMs);
    expect(codesOf(pressed)).toEqual(["done", expect.stringMatching(tooLate)]);
    expect(await entries("action-hurried")).toHaveLength(1);
    expect(scene.mlflow.effects()).toBe(1);
  });

  it("an approval twice: it is done once", async () => {
    const replicas = await twoReplicas(given());
    const { getsWorse, press, entries } = credit();
    await getsWorse(asked);
    expect(await press(ada, "withdrawal")).toMatchObject({ kind: "done" });
    const pressed = await Promise.all(replicas.map((at) => press(chi, "approve", { at })));
    await settle(replicas, minuteMs);
    expect(codesOf(pressed)).toEqual(["done", expect.stringMatching(tooLate)]);
    expect(await entries("action-approved")).toHaveLength(1);
    expect(scene.tools.calls).toEqual([{ path: "/withdraw", body: { on: false } }]);
  });

  it("Approve and Decline: one of them it is", async () => {
    const replicas = await twoReplicas(given());
    const { getsWorse, press, lastRun } = credit();
    await getsWorse(asked);
    await press(ada, "withdrawal");
    const pressed = await Promise.all([
      press(chi, "approve", { at: replicas[0] }),
      press(ada, "decline", { at: replicas[1] }),
    ]);
    await settle(replicas, minuteMs);
    expect(codesOf(pressed)).toEqual(["done", expect.stringMatching(tooLate)]);
    expect(scene.tools.calls).toHaveLength((await lastRun())?.state === "declined" ? 0 : 1);
  });

  it("two incidents of one service: one rollback; the other calls nobody for that, and says why it did nothing", async () => {
    const replicas = await twoReplicas(given());
    const { moves, measure } = credit();
    await moves("7", "8", 42 * minuteMs);
    await Promise.all([measure(0.8), measure(0.8, { metric: "click_rate" })]);
    await settle(replicas, 3 * minuteMs);
    expect(scene.mlflow.effects()).toBe(1);
    const { incidents } = await given().vigie.run.store.list({ limit: 10 });
    const [one, other] = incidents
      .map(({ incident }) => incident)
      .toSorted((a, b) => Number(b.runs?.[0]?.changed ?? false) - Number(a.runs?.[0]?.changed ?? false));
    expect(one).toMatchObject({ runs: [{ state: "watching" }] });
    expect(other?.runs?.[0]?.because ?? "ticks").toMatch(/^(busy|cool-down|no-op|step|ticks)$/);
    expect(other?.escalation).toBeUndefined();
  });

  it("Undo twice: it is taken back once", async () => {
    const replicas = await twoReplicas(given());
    const { getsWorse, press, runs } = credit();
    await getsWorse();
    const pressed = await Promise.all([
      press(ada, "undo", { at: replicas[0] }),
      press(chi, "undo", { at: replicas[1] }),
    ]);
    await settle(replicas, minuteMs);
    expect(codesOf(pressed)).toEqual(["done", expect.stringMatching(tooLate)]);
    expect(await runs()).toHaveLength(2);
    expect(scene.mlflow.effects()).toBe(2);
  });
}

journeysOn(storeKinds, "what happens in the middle of a run (issue 5)", tellMiddle, installation);

function tellMiddle(given: () => Journey): void {
  const credit = () => actingStory(given, () => scene, acted.credit);
  const stepped = () => actingStory(given, () => scene, acted.stepped);

  it("the policy says a step differently by then: it is not done, and the card says what was changed and why", async () => {
    const { getsWorse, card, lastRun } = stepped();
    scene.tools.broken.add("/restart");
    await getsWorse({}, 30 * secondMs);
    expect(await lastRun()).toMatchObject({ state: "running", changed: true });
    writeFileSync(policyFile(), policyText.replace("/restart", "/restart-all"));
    expect((await fetch(`${given().vigie.run.origin}/-/reload`, { method: "POST" })).status).toBe(200);
    scene.tools.broken.clear();
    await given().pass(minuteMs);
    expect(await lastRun()).toMatchObject({
      ...{ state: "failed", because: "step", changed: true },
      steps: [{ state: "done" }, { state: "failed", because: "policy-changed" }],
    });
    expect(scene.tools.calls.map(({ path }) => path)).not.toContain("/restart-all");
    expect(await card()).toMatch(/Rollback failed.*the policy says it differently by now.*alias moved/s);
  });

  type Happening = { readonly what: string; readonly happens: (it: ReturnType<typeof credit>) => Promise<unknown> };
  it.each<Happening>([
    { what: "the source ends", happens: ({ measure }) => measure(0.948) },
    { what: "somebody closes it", happens: ({ press }) => press(ada, "close", { values: { hold: "until-resolved" } }) },
    {
      what: "somebody judges it false",
      happens: ({ press }) => press(ada, "false-positive", { values: { because: "late-data", hold: "24h" } }),
    },
    {
      what: "somebody silences it",
      happens: ({ press }) => press(ada, "silence", { values: { for: "1h", why: "known", urgent: "true" } }),
    },
    {
      what: "it ends and somebody opens it again",
      happens: async ({ measure, press }) => {
        await measure(0.948);
        await given().pass(secondMs);
        await press(ada, "reopen", { values: { why: "not sure" } });
      },
    },
  ])("$what: what was begun is brought to its end, and its outcome told", async ({ happens }) => {
    const it = credit();
    scene.loaded = "8";
    await it.getsWorse({}, 20 * secondMs);
    expect(await it.lastRun()).toMatchObject({ state: "serving" });
    const before = (await it.stored()).incident.seq;
    await happens(it);
    await given().pass(20 * secondMs);
    expect((await it.stored()).incident.seq).toBeGreaterThan(before);
    expect(await it.card()).toMatch(/Rolling back v8 → v7.*v7 on 0 of 1/);
    scene.loaded = "7";
    await given().pass(minuteMs);
    expect(await it.runs()).toMatchObject([{ state: "watching", serving: [{ version: "7", count: 1 }] }]);
    expect(await it.card()).toMatch(/rolled back to v7/i);
    expect(scene.mlflow.effects()).toBe(1);
  });

  it.each<Happening>([
    { what: "the source ends", happens: ({ measure }) => measure(0.948) },
    { what: "somebody closes it", happens: ({ press }) => press(ada, "close", { values: { hold: "until-resolved" } }) },
  ])("$what while it waits for an approver: it waits no more, and nothing is offered", async ({ happens }) => {
    const it = credit();
    await it.getsWorse(asked);
    await it.press(ada, "withdrawal");
    expect(await it.lastRun()).toMatchObject({ state: "asked" });
    await happens(it);
    await given().pass(minuteMs);
    expect(await it.lastRun()).toMatchObject({ state: "held", changed: false });
    expect(codesOf([await it.press(chi, "approve")])).toEqual([expect.stringMatching(tooLate)]);
    expect(scene.tools.calls).toEqual([]);
  });
}
