import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import type { StoreDeps } from "../../../src/store/deps.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/port.ts";
import { redisMissing, startRedis } from "./redis-server.ts";

/** The injected clock of a store: it stands until a test moves it. */
export type TestClock = { readonly now: () => number; readonly set: (at: number) => void; advance(ms: number): void };

/** 2026-11-20 08:00 UTC. */
export const morning = Date.UTC(2026, 10, 20, 8);

export function testClock(at = morning): TestClock {
  let time = at;
  return {
    now: () => time,
    set: (to) => {
      time = to;
    },
    advance: (ms) => {
      time += ms;
    },
  };
}

export function testDeps(clock: TestClock): StoreDeps {
  const randomHex = (bytes: number) => randomBytes(bytes).toString("hex");
  return { now: clock.now, randomHex, policyName: "test", clock: "injected" };
}

/** One installation that stores are opened on. `clear` forgets all that it holds. */
type Installation = {
  readonly url: () => string;
  readonly clear: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type StoreUnderTest = {
  readonly name: "sqlite" | "redis";
  /** Why it cannot run here; `null` when it can. */
  readonly missing: string | null;
  readonly install: () => Promise<Installation>;
};

/** THE list of implementations; a new one is added here and passes the whole suite. */
export const storesUnderTest: readonly StoreUnderTest[] = [
  { name: "sqlite", missing: null, install: installSqlite },
  { name: "redis", missing: redisMissing(), install: installRedis },
];

async function installSqlite(): Promise<Installation> {
  const dir = mkdtempSync(join(tmpdir(), "vigie-store-"));
  let file = 0;
  return {
    url: () => `sqlite:${join(dir, `${file}.db`)}`,
    clear: async () => {
      file += 1;
    },
    stop: async () => rmSync(dir, { recursive: true, force: true }),
  };
}

async function installRedis(): Promise<Installation> {
  const server = await startRedis();
  const admin = new Redis(server.url);
  return {
    url: () => server.url,
    clear: async () => {
      await admin.flushall();
    },
    stop: async () => {
      admin.disconnect();
      await server.stop();
    },
  };
}

/** Stores for one test. All are closed after it. */
export type Stores = {
  readonly kind: "sqlite" | "redis";
  /** An empty store. */
  readonly fresh: (clock?: TestClock) => Promise<{ readonly store: Store; readonly clock: TestClock }>;
  /** The data of the last one again; close that one first, as a new process would find it closed. */
  readonly again: (clock: TestClock) => Promise<Store>;
  readonly url: () => string;
};

/**
 * Describes what every store does, once for each implementation. One that cannot run here is skipped and says so; under
 * `CI=true` it fails.
 */
export function describeStores(title: string, body: (stores: Stores) => void): void {
  describe.each(storesUnderTest)(`${title} ($name)`, ({ name, missing, install }) => {
    if (missing !== null) {
      if (process.env.CI === "true") test(`needs a server: ${missing}`, () => Promise.reject(new Error(missing)));
      else test.skip(`skipped: ${missing}`);
      return;
    }
    let installation: Installation | undefined;
    const opened: Store[] = [];
    const here = () => {
      if (!installation) throw new Error("not installed yet");
      return installation;
    };
    const open = async (clock: TestClock) => {
      const store = await openStore(here().url(), testDeps(clock));
      opened.push(store);
      return store;
    };
    beforeAll(async () => {
      installation = await install();
    });
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });
    afterAll(async () => installation?.stop());
    body({
      kind: name,
      fresh: async (clock = testClock()) => {
        await here().clear();
        return { store: await open(clock), clock };
      },
      again: open,
      url: () => here().url(),
    });
  });
}
