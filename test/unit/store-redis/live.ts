import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from "vitest";
import type { StoreDeps } from "../../../src/store/deps.ts";
import type { Store } from "../../../src/store/port.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { type RedisOptions, type RedisServer, redisMissing, startRedis } from "../../contract/store/redis-server.ts";
import { type TestClock, testClock } from "../../contract/store/stores.ts";

export type Live = {
  readonly server: () => RedisServer;
  /** A connection of the test's own, to look behind the store. */
  readonly admin: () => Redis;
  /** A store on the server; closed after the test. */
  readonly open: (over?: Partial<StoreDeps>) => Promise<Store>;
  readonly clock: () => TestClock;
};

/** What a test gives a store: an injected clock and real random bytes. */
export function liveDeps(clock: TestClock, over: Partial<StoreDeps> = {}): StoreDeps {
  const randomHex = (bytes: number) => randomBytes(bytes).toString("hex");
  return { now: clock.now, randomHex, policyName: "test", clock: "injected", ...over };
}

/** Describes what needs a real Redis: one for all its tests, emptied before each. Skipped, and says so, without one. */
export function describeLive(title: string, body: (live: Live) => void, options: RedisOptions = {}): void {
  describeRedis(title, () => {
    const opened: Store[] = [];
    let running: { readonly server: RedisServer; readonly admin: Redis } | undefined;
    let clock = testClock();
    const here = () => {
      if (!running) throw new Error("not started yet");
      return running;
    };
    beforeAll(async () => {
      const server = await startRedis(options);
      running = { server, admin: new Redis(server.url) };
    });
    beforeEach(async () => {
      clock = testClock();
      await here().admin.flushall();
    });
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });
    afterAll(async () => {
      running?.admin.disconnect();
      await running?.server.stop();
    });
    body({
      server: () => here().server,
      admin: () => here().admin,
      clock: () => clock,
      open: async (over) => {
        const store = await openRedisStore(here().server.url, liveDeps(clock, over));
        opened.push(store);
        return store;
      },
    });
  });
}

/** A `describe` that is skipped, and says so, where no Redis can be started; under `CI=true` it fails. */
export function describeRedis(title: string, body: () => void): void {
  const missing = redisMissing();
  describe(title, () => {
    if (missing === null) body();
    else if (process.env.CI === "true") test(`needs a server: ${missing}`, () => Promise.reject(new Error(missing)));
    else test.skip(`skipped: ${missing}`);
  });
}
