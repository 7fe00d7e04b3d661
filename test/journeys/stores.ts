import { type RedisServer, redisMissing, startRedis } from "../contract/store/redis-server.ts";

/** Both stores, for journeys that must read the same on each. */
export const storeKinds = ["sqlite", "redis"] as const;
export type StoreKind = (typeof storeKinds)[number];

/** Says why a store cannot be tried here; under CI that is a failure, not a reason to skip. */
export function storeMissing(kind: StoreKind): string | null {
  const missing = kind === "redis" ? redisMissing() : null;
  if (missing && process.env.CI === "true") throw new Error(`${missing}: needed under CI`);
  return missing;
}

/** An empty store of the kind; `stop` ends what was started for it. */
export async function freshStore(kind: StoreKind): Promise<{ url: string; stop: () => Promise<void> }> {
  if (kind === "sqlite") return { url: "sqlite", stop: async () => {} };
  const server: RedisServer = await startRedis();
  return { url: server.url, stop: server.stop };
}
