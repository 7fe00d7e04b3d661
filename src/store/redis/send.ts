import { Cluster, Command, type Redis } from "ioredis";
import { asError, fateOf, NotSent } from "./away.ts";
import type { Script } from "./scripts.ts";

/** One command or script; its first key says to which node it goes, without one to any. */
export type Call =
  | { readonly script: Script; readonly keys: readonly string[]; readonly args: readonly (string | number)[] }
  | { readonly command: string; readonly key?: string; readonly args: readonly (string | number)[] };

/** How often a call is sent again before the store counts as away; each time for a reason of its own. */
const mostSends = 4;

/**
 * How calls travel. `apart`: Redis carries them out as they come in. `together`: as one transaction for each slot group,
 * so that under `appendfsync always` a whole commit costs one fsync and not one for each 16 KiB that Redis reads.
 */
export type Travel = "apart" | "together";

/** Sends calls in pipelines; those that only went to the wrong node or to one without the script are sent again. */
export async function sendAll(client: Redis | Cluster, calls: readonly Call[], travel: Travel): Promise<unknown[]> {
  const answers: unknown[] = new Array(calls.length);
  const again: { readonly at: number; readonly call: Call; readonly error: Error }[] = [];
  await Promise.all(
    inGroups(client, calls, travel).map(async (group) => {
      const results = await pipelined(client, group, travel);
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

type Outcome = [Error | null, unknown];
type Numbered = { readonly at: number; readonly call: Call };

async function pipelined(client: Redis | Cluster, calls: readonly Numbered[], travel: Travel): Promise<Outcome[]> {
  const pipeline = travel === "together" && calls.length > 1 ? client.multi() : client.pipeline();
  for (const { call } of calls) pipeline.call(...wordsOf(call, "digest"));
  try {
    return (await pipeline.exec()) ?? [];
  } catch (cause) {
    const error = notCarriedOut(asError(cause));
    return calls.map(() => [error, null]);
  }
}

/** Why nothing of a pipeline was carried out: the first call that Redis refused, or slots that moved meanwhile. */
function notCarriedOut(error: Error): Error {
  const refused: unknown =
    "previousErrors" in error && Array.isArray(error.previousErrors) ? error.previousErrors[0] : null;
  if (refused instanceof Error) return refused;
  return error.name === "Error" ? new NotSent("the pipeline was not sent", { cause: error }) : error;
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

/** One group on a single server; on a cluster one for each node, or each slot for calls that travel together. */
function inGroups(client: Redis | Cluster, calls: readonly Call[], travel: Travel): readonly (readonly Numbered[])[] {
  const numbered = calls.map((call, at) => ({ at, call }));
  if (!(client instanceof Cluster)) return numbered.length > 0 ? [numbered] : [];
  const groups = Map.groupBy(numbered, ({ call }) => {
    const slot = slotOf(("command" in call ? call.key : call.keys[0]) ?? "");
    const node = travel === "apart" ? client.slots[slot]?.join() : undefined;
    return node ?? `${slot}`;
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
