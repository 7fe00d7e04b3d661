import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Store, StoreAway } from "../../../src/store/port.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { startRedis } from "../../contract/store/redis-server.ts";
import { alertRow, job, markOf, opening, repeat, stateOf } from "../../contract/store/samples.ts";
import { testClock } from "../../contract/store/stores.ts";
import { describeLive, describeRedis, liveDeps } from "./live.ts";

/** Protocol 6 bounds a call at 2 s; the rest is for a busy machine. */
const boundMs = 3_500;

/** What every method gives while the store is away. */
const calls: readonly [string, (store: Store) => Promise<unknown>][] = [
  ["commit", (store) => store.commit([opening("g")])],
  ["load", (store) => stateOf(store, "g")],
  ["claim", (store) => store.claim("page", 1, 1000)],
  ["mark", (store) => store.mark([markOf(job("j"))])],
  ["gate", (store) => store.gate("slack", { intervalMs: 1, burst: 1 }, 0)],
  ["keep", (store) => store.keep("name", "value")],
  ["list", (store) => store.list({ limit: 1 })],
  ["ping", (store) => store.ping()],
];

async function awayWithin(store: Store): Promise<StoreAway[]> {
  const since = performance.now();
  const outcomes = await Promise.allSettled(calls.map(([, call]) => call(store)));
  expect(performance.now() - since).toBeLessThan(boundMs);
  return outcomes.map((outcome, at) => {
    const name = calls[at]?.[0];
    if (outcome.status === "fulfilled") throw new Error(`${name} was answered`);
    if (!(outcome.reason instanceof StoreAway)) throw new Error(`${name}: not StoreAway`, { cause: outcome.reason });
    return outcome.reason;
  });
}

describeLive("A Redis that does not answer is away, within the bound (protocol 6)", ({ open, admin, server }) => {
  test("Asleep for longer than the bound: every method throws StoreAway, and works when it wakes.", async () => {
    const store = await open();
    server().process.kill("SIGSTOP");
    try {
      await awayWithin(store);
    } finally {
      server().process.kill("SIGCONT");
    }
    await expect.poll(() => store.ping().then(() => "ok", String), { timeout: 10_000 }).toBe("ok");
    expect(await store.commit([opening("after")])).toMatchObject([{ kind: "committed" }]);
  });

  test("A claim that was answered too late is asked again: its marks are worked at once, not when the lease is over.", async () => {
    // The wall clock stands, so that the survey of the queues stays fresh and the claim itself is what is cut off.
    const startedAt = Date.now();
    const store = await open({ clock: "server", now: () => startedAt });
    const other = await open({ clock: "server", now: Date.now });
    await store.mark([markOf(job("before"))]);
    const [before] = await store.claim("chat", 1, 30_000);
    expect(before && (await store.release(before, { kind: "done" }))).toBe("released");
    await store.mark([markOf(job("j"))]);
    server().process.kill("SIGSTOP");
    try {
      await expect(store.claim("chat", 1, 30_000)).rejects.toBeInstanceOf(StoreAway);
    } finally {
      server().process.kill("SIGCONT");
    }
    const nextDue = () => other.nextDue("chat").catch(() => null);
    await expect.poll(nextDue, { timeout: 10_000 }).toBeGreaterThan(startedAt + 30_000);
    expect(await store.claim("chat", 1, 30_000)).toMatchObject([{ subject: job("j"), tookOver: false }]);
    expect(await store.claim("chat", 1, 30_000)).toEqual([]);
  });

  test("Read-only: what writes is away, nothing was stored, and another connection is made: a new master may be there.", async () => {
    const store = await open();
    await admin().replicaof("127.0.0.1", 1);
    await admin().config("SET", "replica-serve-stale-data", "yes");
    const connections = async () => Number(/total_connections_received:(\d+)/.exec(await admin().info("stats"))?.[1]);
    const before = await connections();
    await expect(store.commit([opening("g"), opening("h")])).rejects.toThrow(/READONLY/);
    await expect.poll(connections, { timeout: 5_000 }).toBeGreaterThan(before);
    await expect(store.ping()).rejects.toBeInstanceOf(StoreAway);
    await admin().replicaof("NO", "ONE");
    expect((await stateOf(store, "g")).group).toBeNull();
    expect(await store.commit([opening("g")])).toMatchObject([{ kind: "committed" }]);
  });

  test("Full: what writes is away with the reason kept, what reads is not, and nothing is half stored.", async () => {
    const store = await open();
    const change = opening("g");
    await store.commit([change]);
    await admin().config("SET", "maxmemory", "1");
    try {
      await expect(store.commit([repeat(change), opening("h", { alerts: [alertRow("b")] })])).rejects.toThrow(/OOM/);
      await expect(store.ping()).rejects.toBeInstanceOf(StoreAway);
      expect((await stateOf(store, "g")).newest?.received).toBe(1);
      expect((await stateOf(store, "h")).group).toBeNull();
    } finally {
      await admin().config("SET", "maxmemory", "0");
    }
  });

  test("A bug in what is asked is not taken for a store that is away.", async () => {
    const store = await open();
    const change = opening("g");
    await store.commit([change]);
    const [key = ""] = await admin().keys("*:i:*");
    await admin().del(key);
    await admin().hset(key, "of", "another type");
    const failure = await store.commit([repeat(change)]).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(StoreAway);
    expect(String(failure)).toContain("WRONGTYPE");
    expect(failure).not.toHaveProperty("command");
  });
});

describeRedis("A Redis that goes away and comes back (protocol 6)", () => {
  test("A restart is survived: away while it is down, then as before, with what was stored.", async () => {
    const dir = mkdtempSync(join(tmpdir(), "vigie-redis-"));
    const before = await startRedis({ appendfsync: "always", dir });
    const logged: string[] = [];
    const log = (message: string) => logged.push(message);
    const store = await openRedisStore(before.url, liveDeps(testClock(), { log }));
    try {
      const change = opening("g");
      await store.commit([change]);
      await before.stop();
      for (const away of await awayWithin(store)) expect(away.message).toContain(`redis://127.0.0.1:${before.port}`);
      const after = await startRedis({ appendfsync: "always", dir, port: before.port });
      try {
        await expect.poll(() => store.ping().then(() => "ok", String), { timeout: 10_000 }).toBe("ok");
        expect(await store.commit([repeat(change)])).toMatchObject([{ kind: "committed", received: 2 }]);
        expect(logged).toEqual(["redis connection lost", "redis connection back"]);
      } finally {
        await after.stop();
      }
    } finally {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });

  test("Where nothing listens, opening fails within the bound and names the place, not the password.", async () => {
    const gone = await startRedis();
    await gone.stop();
    const url = `redis://someone:opensesame@127.0.0.1:${gone.port}`;
    const since = performance.now();
    const failure: unknown = await openRedisStore(url, liveDeps(testClock())).catch((error: unknown) => error);
    expect(performance.now() - since).toBeLessThan(boundMs);
    expect(failure).toBeInstanceOf(StoreAway);
    expect(String(failure)).toContain(`127.0.0.1:${gone.port}`);
    expect(everythingIn(failure)).not.toContain("opensesame");
  });

  test("A wrong password is said without the password.", async () => {
    const server = await startRedis({ args: ["--requirepass", "right"] });
    try {
      const open = (password: string) =>
        openRedisStore(`redis://:${password}@127.0.0.1:${server.port}`, liveDeps(testClock()));
      const failure: unknown = await open("opensesame").catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StoreAway);
      expect(String(failure)).toContain("WRONGPASS");
      expect(everythingIn(failure)).not.toContain("opensesame");
      await (await open("right")).close();
    } finally {
      await server.stop();
    }
  });
});

/** All that a log could print of an error, its causes and their own properties. */
function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? "";
  return [error.stack, JSON.stringify(error), everythingIn(error.cause)].join("\n");
}
