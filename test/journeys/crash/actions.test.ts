import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Change } from "../../../src/alert/change.ts";
import { readTurn } from "../../../src/remediation/target-turn.ts";
import { fakeWorld } from "../../support/fake-world.ts";
import { driftBody } from "../../support/samples.ts";
import { startUnderTest, type UnderTest } from "../../support/vigie-under-test.ts";
import { onEachStore } from "../on-each-store.ts";
import { type CreditServer, creditPolicy, creditServer } from "./credit-server.ts";
import { type CrashPoint, createFreezer } from "./freezer.ts";

/** The lease of what the process held is over by then, and what came after it is done. */
const settleMs = 3 * 60_000;
const ada = { id: "person:ada@corp.example" };

const twice = [1, 2] as const;
const perStep = (["step-begun", "step-done"] as const).flatMap((about) => twice.map((nth) => ({ about, nth })));
const told = [...perStep, { about: "reached", nth: 1 }];
const points: readonly CrashPoint[] = [
  ...(["run-telling", "run-told"] as const).flatMap((point) => told.map((which) => ({ point, ...which }))),
  ...(["call-leaves", "call-answered", "step-looked-at"] as const).flatMap((point) =>
    (["registry", "webhook"] as const).map((about) => ({ point, about })),
  ),
  { point: "turn-taken", about: "taken" },
  { point: "change-kept", about: "model-version" },
  { point: "change-kept", about: "other" },
  { point: "serving-read", about: "rollback" },
  { point: "turn-given-back", about: "aa" },
  { point: "claimed", about: "action" },
  { point: "released", about: "action" },
  // Each fact of a run is decided, and not committed.
  ...[1, 2, 3, 4, 5, 6].map((nth) => ({ point: "decided", about: "", nth }) as const),
];

onEachStore("done-line 5: a crash at every step of an action", (fresh) => {
  it.each(points)("is done once, never forgotten, and its outcome told: $point $about $nth", async (crash) => {
    const { vigie, server, reached, end } = await play(await fresh(), crash, (one) => press(one, "aa"));
    try {
      expect(reached).toBe(true);
      expect(server.effects).toEqual(["set 7", "restart"]);
      await expectToldOnce(vigie);
    } finally {
      await end();
    }
  });

  const ofUndo = points.filter(
    ({ point }) => point === "call-leaves" || point === "call-answered" || point === "run-told",
  );
  it.each(ofUndo)("the way back of it, too: $point $about $nth", async (crash) => {
    const rolledBack = async (vigie: UnderTest) => {
      await press(vigie, "aa");
      await vigie.settle(settleMs);
    };
    const { vigie, server, reached, end } = await play(await fresh(), crash, undo, rolledBack);
    try {
      expect(reached).toBe(true);
      expect(server.effects).toEqual(["set 7", "restart", "set 8", "restart"]);
      const { runs = [] } = await onlyIncident(vigie);
      expect(runs.map(({ id, state, undoneBy }) => [id, state, undoneBy])).toEqual([
        ["aa", "watching", "bb"],
        ["bb", "ended", undefined],
      ]);
    } finally {
      await end();
    }
  });

  const byItself: readonly CrashPoint[] = [
    ...[1, 2, 3].map((nth) => ({ point: "claimed", about: "action", nth }) as const),
    ...[1, 2].map((nth) => ({ point: "released", about: "action", nth }) as const),
    ...[1, 2, 3].map((nth) => ({ point: "decided", about: "", nth }) as const),
    { point: "turn-taken", about: "taken" },
    { point: "call-answered", about: "registry" },
  ];
  it.each(byItself)("what begins by itself begins once: $point $about $nth", async (crash) => {
    const { vigie, server, reached, end } = await play(await fresh(), crash, drift, async () => {}, "auto");
    try {
      expect(reached).toBe(true);
      expect(server.effects).toEqual(["set 7", "restart"]);
      const { runs = [] } = await onlyIncident(vigie);
      expect(runs).toMatchObject([{ by: "vigie", state: "watching", changed: true }]);
      expect((await kinds(vigie)).filter((one) => one === "action-done")).toHaveLength(1);
    } finally {
      await end();
    }
  });

  it.each(["run-telling", "run-told"] as const)("a failure is told once: %s failed", async (point) => {
    const crash = { point, about: "failed" };
    const breaks = async (vigie: UnderTest, server: CreditServer) => {
      // It starts with another version whatever the registry says.
      Object.defineProperty(server, "loaded", { get: () => "9", set: () => {} });
      await press(vigie, "aa");
    };
    const { vigie, reached, end } = await play(await fresh(), crash, breaks);
    try {
      expect(reached).toBe(true);
      await vigie.settle(15 * 60_000);
      const { runs = [] } = await onlyIncident(vigie);
      expect(runs).toMatchObject([{ state: "failed", because: "not-serving", changed: true }]);
      expect((await kinds(vigie)).filter((one) => one === "action-failed")).toHaveLength(1);
      expect((await readTurn(vigie.run.store, "action:credit-scoring")).holder).toBeUndefined();
    } finally {
      await end();
    }
  });
});

type Deed = (vigie: UnderTest, server: CreditServer) => Promise<void>;

/** A drift, and what is done about it with a crash on the way; people press again when nobody answered. */
async function play(
  store: string,
  crash: CrashPoint,
  deed: Deed,
  before: Deed = async () => {},
  mode: "approve" | "auto" = "approve",
) {
  const dir = mkdtempSync(join(tmpdir(), "vigie-action-crash-"));
  const world = fakeWorld();
  const server = await creditServer();
  const env = { VIGIE_POLICY: creditPolicy(dir, server.origin, { mode }) };
  const freezer = createFreezer(crash);
  const first = await startUnderTest({ store, world, dir, env, probe: freezer.probe });
  if (mode === "approve") await drift(first);
  else await first.run.store.addChanges([moved(world.now())]);
  await first.settle(settleMs);
  await before(first, server);
  freezer.arm();
  const working = deed(first, server).then(() => first.settle(15 * 60_000));
  // What a frozen process leaves open ends with its connections.
  working.catch(() => {});
  const wentBy = working.then(() => "went by" as const);
  const outcome = await Promise.race([wentBy, freezer.frozen.then(() => "frozen" as const)]);
  await first.abandon();
  const vigie = await startUnderTest({ store, world, dir, env });
  await deed(vigie, server);
  await vigie.settle(settleMs);
  const end = async () => {
    await vigie.stop();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { vigie, server, reached: outcome === "frozen", end };
}

/** A change of the model, two hours ago. */
function moved(now: number): Change {
  const what = { id: "moved", source: "mlflow", kind: "alias", name: "champion", from: "7", to: "8" } as const;
  return { ...what, model: "credit", environment: "production", at: now - 2 * 60 * 60_000 };
}

const windowTo = fakeWorld().now();

/** The same event each time, as a sender repeats what was not answered. */
async function drift(vigie: UnderTest): Promise<void> {
  await vigie.post("drift", driftBody(10.5, windowTo, { role: "champion" }));
}

async function press({ run }: UnderTest, id: string): Promise<void> {
  const incident = await theIncident(run.store);
  const act = { kind: "run-action", action: "rollback", run: id } as const;
  await run.intake.ask(incident, { kind: "act", uid: incident.uid, act, by: ada, where: "slack" });
}

async function undo({ run }: UnderTest): Promise<void> {
  const incident = await theIncident(run.store);
  const act = { kind: "undo-run", run: "aa", as: "bb" } as const;
  await run.intake.ask(incident, { kind: "act", uid: incident.uid, act, by: ada, where: "slack" });
}

async function theIncident(store: UnderTest["run"]["store"]) {
  const [stored, ...more] = (await store.list({ limit: 10 })).incidents;
  expect(more).toEqual([]);
  if (!stored) throw new Error("there is no incident");
  return stored.incident;
}

function onlyIncident({ run }: UnderTest) {
  return theIncident(run.store);
}

async function kinds(vigie: UnderTest): Promise<readonly string[]> {
  const entries = await vigie.run.store.journal(await onlyIncident(vigie), 0, 1_000);
  return entries.map(({ kind }) => kind);
}

async function expectToldOnce(vigie: UnderTest): Promise<void> {
  const incident = await onlyIncident(vigie);
  expect(incident.runs).toMatchObject([
    { id: "aa", state: "watching", changed: true, serving: [{ version: "7", count: 1 }] },
  ]);
  const told = (await kinds(vigie)).filter((kind) => kind.startsWith("action-"));
  expect(told).toEqual(["action-proposed", "action-started", ...Array<string>(4).fill("action-step"), "action-done"]);
  const { store } = vigie.run;
  expect(await readTurn(store, "action:credit-scoring")).toEqual({
    runs: [expect.objectContaining({ action: "rollback", by: "hand", run: "aa" })],
  });
  const about = [{ kind: "model", id: "credit" }] as const;
  const changes = await store.changes({ about, from: 0, to: vigie.world.now(), limit: 10 });
  expect(changes.map(({ id }) => id).toSorted()).toEqual(["aa:0", "aa:1"]);
  const [message] = vigie.seen.slack();
  const replies = message?.thread.map(({ text }) => text) ?? [];
  expect(replies.filter((text) => /\bv7\b/.test(text))).not.toEqual([]);
  expect(replies.filter((text, at) => replies.indexOf(text) !== at)).toEqual([]);
}
