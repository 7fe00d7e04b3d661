import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, expect, test, vi } from "vitest";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { freePort, spawnRedis, startRedis } from "../../contract/store/redis-server.ts";
import { opening, repeat, stateOf } from "../../contract/store/samples.ts";
import { testClock } from "../../contract/store/stores.ts";
import { describeRedis, liveDeps } from "./live.ts";

const timeoutMs = 60_000;
const cleanUps: (() => unknown)[] = [];
const later = (cleanUp: () => unknown) => cleanUps.unshift(cleanUp);

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A sentinel that watches one master as `main` and calls it gone after half a second. */
async function startSentinel(masterPort: number): Promise<number> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "vigie-sentinel-"));
  later(() => rmSync(dir, { recursive: true, force: true }));
  const lines = [
    `port ${port}`,
    "bind 127.0.0.1",
    `sentinel monitor main 127.0.0.1 ${masterPort} 1`,
    "sentinel down-after-milliseconds main 500",
    "sentinel failover-timeout main 3000",
  ];
  writeFileSync(join(dir, "sentinel.conf"), lines.join("\n"));
  const process = spawnRedis([join(dir, "sentinel.conf"), "--sentinel"]);
  process.stdout?.resume();
  later(async () => {
    const exit = once(process, "exit");
    process.kill("SIGKILL");
    await exit;
  });
  return port;
}

describeRedis("Sentinels name the master (DESIGN 5)", () => {
  const title = "When the master is gone, the store goes on with the replica that was promoted.";
  test(title, { timeout: timeoutMs }, async () => {
    const master = await startRedis();
    later(master.stop);
    const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", `${master.port}`] });
    later(replica.stop);
    const sentinelPort = await startSentinel(master.port);
    const sentinel = new Redis(sentinelPort, { lazyConnect: true });
    sentinel.on("error", () => {});
    later(() => sentinel.disconnect());
    const replicates = async () => String(await sentinel.call("SENTINEL", "REPLICAS", "main")).includes("status,ok");
    await vi.waitUntil(() => replicates().catch(() => false), { timeout: timeoutMs });

    const store = await openRedisStore(`redis+sentinel://127.0.0.1:${sentinelPort}/main`, liveDeps(testClock()));
    later(store.close);
    const change = opening("g");
    expect(await store.commit([change])).toMatchObject([{ kind: "committed" }]);
    const copy = new Redis(replica.url);
    later(() => copy.disconnect());
    await vi.waitUntil(async () => (await copy.keys("*:i:*")).length === 1, { timeout: timeoutMs });

    await master.stop();
    const counted = () => store.commit([repeat(change)]).then(([result]) => result?.kind, String);
    await vi.waitUntil(async () => (await counted()) === "committed", { timeout: timeoutMs });
    expect((await stateOf(store, "g")).newest?.received).toBeGreaterThan(1);
  });
});
