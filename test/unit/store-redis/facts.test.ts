import { describe, expect, test } from "vitest";
import type { Store } from "../../../src/store/port.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { type RedisOptions, startRedis } from "../../contract/store/redis-server.ts";
import { testClock } from "../../contract/store/stores.ts";
import { describeRedis, liveDeps } from "./live.ts";

async function factsOf(options: RedisOptions): Promise<ReturnType<Store["facts"]>> {
  const server = await startRedis(options);
  try {
    const store = await openRedisStore(server.url, liveDeps(testClock()));
    await store.close();
    return store.facts();
  } finally {
    await server.stop();
  }
}

describeRedis("What a crash or a failover may lose is said at start (protocol 7)", () => {
  describe.each<[string, RedisOptions, string[]]>([
    ["without an append-only file", {}, ["redis-no-aof", "redis-no-replica"]],
    ["that writes each second", { appendfsync: "everysec" }, ["redis-everysec", "redis-no-replica"]],
    ["that writes when it likes", { appendfsync: "no" }, ["redis-no-fsync", "redis-no-replica"]],
    ["that writes always", { appendfsync: "always" }, ["redis-no-replica"]],
    [
      "that evicts under pressure",
      { appendfsync: "always", args: ["--maxmemory-policy", "allkeys-lru"] },
      ["redis-evicts", "redis-no-replica"],
    ],
    [
      "that does not tell its configuration",
      { appendfsync: "always", args: ["--rename-command", "CONFIG", ""] },
      ["redis-no-replica", "redis-unknown"],
    ],
  ])("A Redis %s", (_, options, risks) => {
    test(`has the risks ${risks.join(", ")}.`, async () => {
      expect(await factsOf(options)).toMatchObject({ kind: "redis", risks });
    });
  });

  test("A Redis with a replica does not lack one.", async () => {
    const master = await startRedis({ appendfsync: "always" });
    const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", `${master.port}`] });
    try {
      const risks = async () => {
        const store = await openRedisStore(master.url, liveDeps(testClock()));
        await store.close();
        return store.facts().risks;
      };
      await expect.poll(risks, { interval: 100, timeout: 10_000 }).toEqual([]);
    } finally {
      await replica.stop();
      await master.stop();
    }
  });
});
