import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";

/** All that a store keeps, as text: every value of a Redis, or every byte of the files of a folder. */
export async function storedIn(store: string, dir: string): Promise<string> {
  return store.startsWith("redis") ? everythingIn(store) : filesIn(dir);
}

function filesIn(dir: string): string {
  return readdirSync(dir)
    .map((file) => readFileSync(join(dir, file)).toString("latin1"))
    .join("\n");
}

async function everythingIn(url: string): Promise<string> {
  const redis = new Redis(url);
  const keys = await redis.keys("*");
  const readers: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, "0", "-1"),
  };
  const values = await Promise.all(keys.map(async (key) => readers[await redis.type(key)]?.(key)));
  redis.disconnect();
  return JSON.stringify([keys, values]);
}
