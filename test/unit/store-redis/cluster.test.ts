import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Store } from "../../../src/store/port.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { freePort, type RedisServer, startRedis } from "../../contract/store/redis-server.ts";
import { destination, following, job, markOf, opening, repeat, stateOf } from "../../contract/store/samples.ts";
import { testClock } from "../../contract/store/stores.ts";
import { describeRedis, liveDeps } from "./live.ts";

const slotCount = 16_384;
const startTimeoutMs = 60_000;

type Node = { readonly server: RedisServer; readonly admin: Redis; readonly id: string; readonly busPort: number };

async function startNode(): Promise<Node> {
  const busPort = await freePort();
  const args = ["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1", "--cluster-port", `${busPort}`];
  const server = await startRedis({ args });
  const admin = new Redis(server.url);
  return { server, admin, busPort, id: String(await admin.call("CLUSTER", "MYID")) };
}

/** Makes a cluster of masters that share the slots equally. */
async function join(nodes: readonly Node[]): Promise<void> {
  for (const [at, { admin }] of nodes.entries()) {
    const share = [at, at + 1].map((part) => Math.ceil((part * slotCount) / nodes.length));
    await admin.call("CLUSTER", "ADDSLOTSRANGE", share[0] ?? 0, (share[1] ?? 0) - 1);
    for (const { server, busPort } of nodes) await admin.call("CLUSTER", "MEET", "127.0.0.1", server.port, busPort);
  }
  for (const { admin } of nodes)
    await vi.waitUntil(async () => String(await admin.call("CLUSTER", "INFO")).includes("cluster_state:ok"), {
      timeout: startTimeoutMs,
    });
}

describeRedis("A Redis Cluster spreads the shards (DESIGN 5, protocol 4.6)", () => {
  const nodes: Node[] = [];
  let store: Store | undefined;
  const open = () => {
    if (!store) throw new Error("not open yet");
    return store;
  };
  const groups = Array.from({ length: 40 }, (_, at) => `g${at}`);
  const changes = groups.map((name) => {
    const change = opening(name);
    return { ...change, marks: [markOf(destination(change)), markOf(job(name))] };
  });

  beforeAll(async () => {
    for (let at = 0; at < 3; at += 1) nodes.push(await startNode());
    await join(nodes);
    const hosts = nodes.map(({ server }) => `127.0.0.1:${server.port}`).join();
    store = await openRedisStore(`redis+cluster://${hosts}`, liveDeps(testClock()));
  }, startTimeoutMs);
  afterAll(async () => {
    await store?.close();
    for (const { admin, server } of nodes) {
      admin.disconnect();
      await server.stop();
    }
  });

  test("One commit over many shards, loads, claims and the list work, and every node holds some.", async () => {
    const store = open();
    const results = await store.commit(changes);
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(["committed"]));
    for (const { admin } of nodes) expect(await admin.dbsize()).toBeGreaterThan(10);
    expect((await store.list({ limit: 200 })).incidents).toHaveLength(groups.length);
    const claimed = await store.claim("chat", 200, 30_000);
    expect(claimed).toHaveLength(2 * groups.length);
    for (const mark of claimed) expect(await store.saveBinding(mark, "shown")).toBe("saved");
    for (const mark of claimed) expect(await store.release(mark, { kind: "done" })).toBe("released");
    expect(await store.gate("slack", { intervalMs: 1, burst: 1 }, 0)).toEqual({ kind: "open" });
    expect(await store.keep("name", "value")).toBe("value");
    expect(store.facts().risks).toEqual(["redis-no-aof", "redis-no-replica"]);
  });

  test("While a slot moves and after it has moved, commits follow it: ASK, TRYAGAIN and MOVED are not failures.", async () => {
    const store = open();
    const [change] = changes;
    if (!change) throw new Error("no change");
    const { slot, from, to } = await moving(nodes, change.group.groupId);
    await from.admin.call("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id);
    await to.admin.call("CLUSTER", "SETSLOT", slot, "IMPORTING", from.id);
    const keys = (await from.admin.call("CLUSTER", "GETKEYSINSLOT", slot, 1000)) as string[];
    const move = (some: readonly string[]) =>
      from.admin.call("MIGRATE", "127.0.0.1", to.server.port, "", 0, 5000, "KEYS", ...some);
    // A script over keys of both sides, or over one that is not there yet, must wait until the slot has moved.
    await move(keys.slice(0, Math.ceil(keys.length / 2)));
    const during = store.commit(changes.map((one) => repeat(one)));
    await move(keys.slice(Math.ceil(keys.length / 2)));
    for (const { admin } of nodes) await admin.call("CLUSTER", "SETSLOT", slot, "NODE", to.id);
    expect(new Set((await during).map(({ kind }) => kind))).toEqual(new Set(["committed"]));

    const state = await stateOf(store, "g0");
    expect(state.newest?.received).toBe(2);
    const results = await store.commit([following(state), ...changes.slice(1).map((one) => repeat(one))]);
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(["committed"]));
    expect((await store.list({ limit: 200 })).incidents).toHaveLength(groups.length);
  });
});

async function moving(nodes: readonly Node[], groupId: string) {
  const shard = Number.parseInt(groupId.slice(0, 2), 16) >> 2;
  const [first] = nodes;
  if (!first) throw new Error("no node");
  const slot = Number(await first.admin.call("CLUSTER", "KEYSLOT", `{v:${shard}}`));
  const at = Math.min(2, Math.floor((slot * 3) / slotCount));
  const [from, to] = [nodes[at], nodes[(at + 1) % 3]];
  if (!from || !to) throw new Error("no such node");
  return { slot, from, to };
}
