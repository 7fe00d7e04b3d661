import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Probe } from "../../../src/probe.ts";
import { fakeWorld } from "../../support/fake-world.ts";
import { driftBody } from "../../support/samples.ts";
import { settleAll, startUnderTest, type UnderTest } from "../../support/vigie-under-test.ts";
import { onEachStore } from "../on-each-store.ts";
import { type CreditServer, creditPolicy, creditServer } from "./credit-server.ts";
import { createFreezer } from "./freezer.ts";

const hourMs = 60 * 60_000;

/** Two processes share a store on Redis only; a file has one. */
const replicas = { sqlite: 1, redis: 2 } as const;

onEachStore("one target, one action at a time (issue 5, done-line 1)", (fresh, kind) => {
  let server: CreditServer;
  let dir: string;
  let vigies: readonly UnderTest[];
  const world = fakeWorld();
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "vigie-once-"));
    server = await creditServer();
  });
  afterEach(async () => {
    for (const vigie of vigies) await vigie.stop();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const start = async (mode: "approve" | "auto", probe?: Probe) => {
    const url = await fresh();
    const env = { VIGIE_POLICY: creditPolicy(dir, server.origin, { mode }) };
    const probes = Array.from({ length: replicas[kind] }, (_one, nth) => (nth === 0 && probe ? { probe } : {}));
    vigies = await Promise.all(probes.map((given) => startUnderTest({ store: url, world, dir, env, ...given })));
    const at = world.now() - 2 * hourMs;
    const moved = { id: "moved", source: "mlflow", kind: "alias", name: "champion", from: "7", to: "8", at } as const;
    await first().run.store.addChanges([{ ...moved, model: "credit", environment: "production" }]);
  };
  const first = () => {
    const [vigie] = vigies;
    if (!vigie) throw new Error("nothing was started");
    return vigie;
  };
  /** Five times, to every replica in turn. */
  const sendFive = (more: object = {}) =>
    Promise.all(
      [0, 1, 2, 3, 4].map((nth) => {
        const body = driftBody(10.01, world.now(), { role: "champion", event_id: `e${JSON.stringify(more)}`, ...more });
        return vigies[nth % vigies.length]?.post("drift", body);
      }),
    );
  const settle = () =>
    settleAll(
      vigies.map(({ run }) => run),
      world,
      3 * 60_000,
    );
  const runs = async () => {
    const { incidents } = await first().run.store.list({ limit: 10 });
    return incidents.flatMap(({ incident }) => incident.runs ?? []);
  };

  it("one event that comes five times to each replica is one rollback", async () => {
    await start("auto");
    await sendFive();
    await settle();
    expect(await runs()).toMatchObject([{ by: "vigie", state: "watching", serving: [{ version: "7", count: 1 }] }]);
    expect(server.effects).toEqual(["set 7", "restart"]);
  });

  it("two incidents about one service at once are one rollback", async () => {
    await start("auto");
    await Promise.all([sendFive(), sendFive({ metric: "parity" })]);
    await settle();
    expect((await first().run.store.list({ limit: 10 })).incidents).toHaveLength(2);
    expect((await runs()).filter(({ changed }) => changed)).toHaveLength(1);
    expect(server.effects).toEqual(["set 7", "restart"]);
  });

  it.runIf(kind === "redis").each([
    { point: "call-leaves", about: "registry" },
    { point: "call-answered", about: "registry" },
    { point: "call-leaves", about: "webhook" },
    { point: "run-telling", about: "step-done" },
    { point: "run-told", about: "reached" },
  ] as const)("a replica paused at $point $about for longer than its lease does nothing twice", async (at) => {
    const freezer = createFreezer(at);
    await start("auto", freezer.probe);
    freezer.arm();
    const [slow, quick] = vigies;
    await slow?.post("drift", driftBody(10.01, world.now(), { role: "champion" }));
    const pausing = slow?.settle(3 * 60_000);
    await freezer.frozen;
    await quick?.settle(3 * 60_000);
    freezer.thaw();
    await pausing;
    await settle();
    expect(await runs()).toMatchObject([{ state: "watching", steps: [{ state: "done" }, { state: "done" }] }]);
    expect(server.effects).toEqual(["set 7", "restart"]);
  });

  it("five people who press at once begin one rollback", async () => {
    await start("approve");
    await sendFive();
    await settle();
    const [stored] = (await first().run.store.list({ limit: 10 })).incidents;
    if (!stored) throw new Error("there is no incident");
    const { incident } = stored;
    const answers = await Promise.all(
      ["ada", "bo", "cy", "di", "eve"].map((name, nth) => {
        const act = { kind: "run-action", action: "rollback", run: name } as const;
        const by = { id: `person:${name}@corp.example` };
        const { intake } = (vigies[nth % vigies.length] ?? first()).run;
        return intake.ask(incident, { kind: "act", uid: incident.uid, act, by, where: "slack" });
      }),
    );
    await settle();
    expect(answers.map(({ answer }) => answer?.kind).toSorted()).toEqual(["done", ...Array(4).fill("refused")]);
    expect(server.effects).toEqual(["set 7", "restart"]);
  });
});
