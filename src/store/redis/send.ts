import { Cluster, Command, type Redis } from "ioredis";
import { asError, fateOf, NotSent } from "./away.ts";
import type { Script } from "./scripts.ts";

/** One command or script; its first key says to which node it goes, without one to any. */
export type Call =
  | { readonly script: Script; readonly keys: readonly string[]; readonly args: readonly (string | number)[] }
  | { readonly command: string; readonly key?: string; readonly args: readonly (string | number)[] };

/** How often a call is sent again before the store counts as away; each time for a reason of its own. */
const mostSends = 4;

/** Sends calls in pipelines; those that only went to the wrong node or to one without the script are sent again. */
export async function sendAll(client: Redis | Cluster, calls: readonly Call[]): Promise<unknown[]> {
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
  } catch (cause) {
    const error = new NotSent("the cluster's slots moved while calls were sorted by node", { cause });
    return calls.map(() => [error, null]);
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
