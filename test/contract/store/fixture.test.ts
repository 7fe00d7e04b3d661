import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { schemaVersion } from "../../../src/store/sqlite/schema.ts";
import { type DumpedKey, restoreRedis } from "./fixtures/dump-redis.ts";
import { restoreSqlite } from "./fixtures/dump-sqlite.ts";
import { expectMarkers, expectSample } from "./fixtures/sample.ts";
import { redisMissing, startRedis } from "./redis-server.ts";
import { morning, testClock, testDeps } from "./stores.ts";

const here = new URL("fixtures/", import.meta.url);
const fixtures = (kind: string) => readdirSync(here).filter((name) => name.startsWith(`${kind}-v`));
const anHourLater = morning + 3_600_000;
const dir = mkdtempSync(join(tmpdir(), "vigie-fixture-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("Each released schema has a fixture (protocol 10.3).", () => {
  for (let schema = 1; schema <= schemaVersion; schema += 1)
    expect(existsSync(new URL(`sqlite-v${schema}.sql`, here)), `sqlite-v${schema}.sql`).toBe(true);
});

test.each(fixtures("sqlite"))(
  "What an earlier release wrote into SQLite is read and worked with: %s (protocol 10.3).",
  async (name) => {
    const file = join(dir, `${name}.db`);
    restoreSqlite(file, readFileSync(new URL(name, here), "utf8"));
    const store = await openStore(`sqlite:${file}`, testDeps(testClock(anHourLater)));
    if (name !== "sqlite-v1.sql") await expectMarkers(store);
    await expectSample(store, anHourLater);
    await store.close();
  },
);

const missing = redisMissing();
test.skipIf(missing !== null && process.env.CI !== "true").each(fixtures("redis"))(
  `What an earlier release wrote into Redis is read and worked with: %s (protocol 10.3).${missing ? ` Skipped: ${missing}` : ""}`,
  async (name) => {
    const keys: readonly DumpedKey[] = JSON.parse(readFileSync(new URL(name, here), "utf8"));
    const server = await startRedis();
    const redis = new Redis(server.url);
    try {
      await restoreRedis(redis, keys);
      const store = await openStore(server.url, testDeps(testClock(anHourLater)));
      if (name !== "redis-v1.json") await expectMarkers(store);
      await expectSample(store, anHourLater);
      await store.close();
    } finally {
      redis.disconnect();
      await server.stop();
    }
  },
);
