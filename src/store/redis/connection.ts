import { Cluster, Command, Redis, type RedisOptions } from "ioredis";
import type { StoreDeps } from "../deps.ts";
import { StoreAway } from "../port.ts";
import { fateOf, storeAway, withoutCommand } from "./away.ts";
import type { RedisAddress } from "./redis-url.ts";
import type { Script } from "./scripts.ts";

/** One command or script; its first key says to which node it goes, without one to any. */
export type Call =
  | { readonly script: Script; readonly keys: readonly string[]; readonly args: readonly (string | number)[] }
  | { readonly command: string; readonly key?: string; readonly args: readonly (string | number)[] };

/** A connection to one Redis, to the master that sentinels name, or to a cluster. */
export type Connection = {
  /** Sends the calls at once, one pipeline per node; answers in their order. Throws `StoreAway` when one cannot be had. */
  run(calls: readonly Call[]): Promise<readonly unknown[]>;
  /** Asks the servers that hold data now for something about themselves. */
  ask<T>(question: (nodes: readonly Redis[]) => Promise<T>): Promise<T>;
  /** Waits for what runs, then lets go. */
  close(): Promise<void>;
};

/** Longest wait for an answer, reconnecting and redirections included, in ms (protocol 6). */
const answerWithinMs = 2_000;
/** After this a socket that answers nothing is given up and another one opened. */
const silentSocketMs = 5_000;
/** How often a call is sent again before the store counts as away; each time for a reason of its own. */
const mostSends = 4;

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
    running.add(work);
    try {
      return await inTime(work);
    } catch (error) {
      if (fateOf(asError(error)) === "bug") throw withoutCommand(error);
      throw storeAway(address.shown, last.error ?? error);
    } finally {
      running.delete(work);
    }
  }

  try {
    await withinTime(client.connect());
  } catch (error) {
    client.disconnect();
    throw error;
  }
  return {
    run: (calls) => withinTime(sendAll(client, calls)),
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
    commandTimeout: answerWithinMs,
    socketTimeout: silentSocketMs,
    maxRetriesPerRequest: 1,
    // A master that became a replica: another connection finds the new one, behind a name or through the sentinels.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
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

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new StoreAway(`Redis did not answer within ${answerWithinMs} ms`)),
    answerWithinMs,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends calls in pipelines; those that only went to the wrong node or to one without the script are sent again. */
async function sendAll(client: Redis | Cluster, calls: readonly Call[]): Promise<unknown[]> {
  const answers: unknown[] = new Array(calls.length);
  const again: { readonly at: number; readonly call: Call; readonly error: Error }[] = [];
  await Promise.all(
    byNode(client, calls).map(async (group) => {
      const results = await pipelined(client, group);
      for (const [index, { at, call }] of group.entries()) {
        const [error, answer] = results[index] ?? [new Error("no answer"), null];
        if (error) again.push({ at, call, error });
        else answers[at] = answer;
      }
    }),
  );
  await Promise.all(
    again.map(async ({ at, call, error }) => {
      answers[at] = await sendAgain(client, call, error);
    }),
  );
  return answers;
}

type Numbered = { readonly at: number; readonly call: Call };

async function pipelined(client: Redis | Cluster, calls: readonly Numbered[]): Promise<[Error | null, unknown][]> {
  const pipeline = client.pipeline();
  for (const { call } of calls) pipeline.call(...wordsOf(call, "digest"));
  try {
    return (await pipeline.exec()) ?? [];
  } catch (error) {
    // The cluster's slots moved while they were sorted by node: each call finds its own way.
    return calls.map(() => [Object.assign(asError(error), { name: "AbortError" }), null]);
  }
}

async function sendAgain(client: Redis | Cluster, call: Call, failure: Error): Promise<unknown> {
  let error = failure;
  for (let sends = 1; sends < mostSends; sends += 1) {
    const fate = fateOf(error);
    if (fate === "away" || fate === "bug") break;
    try {
      return await client.call(...wordsOf(call, fate === "send its text" ? "text" : "digest"));
    } catch (next) {
      error = asError(next);
    }
  }
  throw error;
}

function wordsOf(call: Call, by: "digest" | "text"): [string, (string | number)[]] {
  if ("command" in call) return [call.command, call.key === undefined ? [...call.args] : [call.key, ...call.args]];
  const { script, keys, args } = call;
  if (keys.length !== script.keyCount) throw new TypeError(`${script.name} was given ${keys.length} keys`);
  return by === "text"
    ? ["eval", [script.source, keys.length, ...keys, ...args]]
    : ["evalsha", [script.sha, keys.length, ...keys, ...args]];
}

/** One group on a single server; on a cluster one for each node that serves some of the keys. */
function byNode(client: Redis | Cluster, calls: readonly Call[]): readonly (readonly Numbered[])[] {
  const numbered = calls.map((call, at) => ({ at, call }));
  if (!(client instanceof Cluster)) return numbered.length > 0 ? [numbered] : [];
  const groups = Map.groupBy(numbered, ({ call }) => {
    const key = ("command" in call ? call.key : call.keys[0]) ?? "";
    const slot = slotOf(key);
    return client.slots[slot]?.join() ?? `${slot}`;
  });
  return [...groups.values()];
}

const slots = new Map<string, number>();

/** The slot of a key; remembered for the few hash tags that there are. */
function slotOf(key: string): number {
  const tag = /\{[^}]+\}/.exec(key)?.[0];
  const known = tag === undefined ? undefined : slots.get(tag);
  if (known !== undefined) return known;
  const slot = new Command("get", [key]).getSlot();
  if (tag !== undefined) slots.set(tag, slot);
  return slot;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
