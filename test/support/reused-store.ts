import { Redis } from "ioredis";
import { startRedis } from "../contract/store/redis-server.ts";
import type { StoreKind } from "../journeys/stores.ts";

/** One server for many cases, emptied before each. */
export type ReusedStore = { readonly fresh: () => Promise<string>; readonly stop: () => Promise<void> };

export async function reusedStore(kind: StoreKind): Promise<ReusedStore> {
  if (kind === "sqlite") return { fresh: async () => "sqlite", stop: async () => {} };
  const server = await startRedis();
  const redis = new Redis(server.url);
  return {
    fresh: async () => {
      await redis.flushall();
      return server.url;
    },
    stop: async () => {
      redis.disconnect();
      await server.stop();
    },
  };
}
