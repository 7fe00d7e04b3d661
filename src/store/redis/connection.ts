import { Cluster, Redis, type RedisOptions } from "ioredis";
import type { StoreDeps } from "../deps.ts";
import { StoreAway } from "../port.ts";
import { asError, fateOf, isDemoted, storeAway, withoutCommand } from "./away.ts";
import type { RedisAddress } from "./redis-url.ts";
import { type Call, sendAll, type Travel } from "./send.ts";

/** A connection to one Redis, to the master that sentinels name, or to a cluster. */
export type Connection = {
  /**
   * Sends the calls at once, one pipeline per node, `apart` by default; answers in their order. Throws `StoreAway` when
   * one cannot be had.
   */
  run(calls: readonly Call[], travel?: Travel): Promise<readonly unknown[]>;
  /** Asks the servers that hold data now for something about themselves. */
  ask<T>(question: (nodes: readonly Redis[]) => Promise<T>): Promise<T>;
  /** Waits for what runs, then lets go. */
  close(): Promise<void>;
};

/** Longest wait for an answer, reconnecting and redirections included, in ms (protocol 6). */
const answerWithinMs = 2_000;
/** After this a socket that answers nothing is given up and another one opened. */
const silentSocketMs = 5_000;

/**
 * Connects and waits until it may be used.
 *
 * @throws StoreAway when there is no answer in time, naming the hosts but no password
 */
export async function connect(address: RedisAddress, log: StoreDeps["log"]): Promise<Connection> {
  const client = clientOf(address);
  const running = new Set<Promise<unknown>>();
  const last = watch(client, address.shown, log);

  async function withinTime<T>(work: Promise<T>): Promise<T> {
    const bounded = inTime(work);
    running.add(bounded);
    try {
      return await bounded;
    } catch (thrown) {
      const error = asError(thrown);
      if (fateOf(error) === "bug") throw withoutCommand(error);
      // Another connection finds the new master, behind a name or through the sentinels.
      if (isDemoted(error)) client.disconnect(true);
      throw storeAway(address.shown, last.error ?? error);
    } finally {
      running.delete(bounded);
    }
  }

  try {
    await withinTime(client.connect());
  } catch (error) {
    client.disconnect();
    throw error;
  }
  return {
    run: (calls, travel = "apart") => withinTime(sendAll(client, calls, travel)),
    ask: (question) => withinTime(question(client instanceof Cluster ? client.nodes("master") : [client])),
    close: async () => {
      await Promise.allSettled(running);
      client.disconnect();
    },
  };
}

function clientOf({ kind, hosts, tls, username, password, db, master }: RedisAddress): Redis | Cluster {
  const login = { ...(username && { username }), ...(password && { password }), ...(tls && { tls: {} }) };
  const bounds = {
    connectionName: "vigie",
    connectTimeout: answerWithinMs,
    // The client's own clock does not read what has arrived before it calls time; ours, above, does, and is shorter.
    commandTimeout: silentSocketMs,
    socketTimeout: silentSocketMs,
    maxRetriesPerRequest: 1,
  } satisfies RedisOptions;
  const retryStrategy = (tries: number) => Math.min(50 * 2 ** tries, 1_000);
  if (kind === "cluster") {
    const redisOptions = { ...login, ...bounds };
    return new Cluster([...hosts], { lazyConnect: true, clusterRetryStrategy: retryStrategy, redisOptions });
  }
  const options = { ...login, ...bounds, db, retryStrategy, lazyConnect: true };
  if (kind === "single") return new Redis({ ...options, ...hosts[0] });
  return new Redis({ ...options, sentinels: [...hosts], name: master, enableTLSForSentinelMode: tls });
}

/** Remembers why the connection is broken while it is, and logs when that begins and ends. */
function watch(client: Redis | Cluster, where: string, log: StoreDeps["log"]): { readonly error: Error | null } {
  const last: { error: Error | null } = { error: null };
  client.on("error", (error: Error) => {
    if (!last.error) log?.("redis connection lost", { redis: where, reason: error.message });
    last.error = error;
  });
  client.on("ready", () => {
    if (last.error) log?.("redis connection back", { redis: where });
    last.error = null;
  });
  return last;
}

/** An answer that came while this process was busy counts: what has arrived is read before time is called. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => setImmediate(() => reject(new StoreAway(`Redis did not answer within ${answerWithinMs} ms`))),
    answerWithinMs,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
