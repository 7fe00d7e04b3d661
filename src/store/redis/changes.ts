import { type Change, thingsOf } from "../../alert/change.ts";
import { boundedChanges, newestChanges } from "../newest-changes.ts";
import { changesMax, type Store } from "../port.ts";
import { readChange } from "../records.ts";
import { thingKey } from "../thing-key.ts";
import type { ShardKeys } from "./keys.ts";
import { list, number, text } from "./replies.ts";
import type { Call } from "./send.ts";
import { one, type Session } from "./session.ts";

/** Markers of what changed, under each thing that they are about, in the slot that its name falls into. */
export function createChanges(session: Session) {
  const { keys, scripts, connection } = session;

  function addCall(thing: string, { id, at }: Change, record: string): Call {
    const shard = keys.ofThing(thing);
    return {
      script: scripts["add-3"],
      keys: [shard.changes(thing), shard.told(thing), shard.things],
      args: [thing, changesMax, at, id, record],
    };
  }

  async function addChanges(changes: readonly Change[]): Promise<readonly Change[]> {
    const asked = changes.flatMap((change) => {
      const record = JSON.stringify(change);
      return thingsOf(change).map((thing) => ({ change, call: addCall(thingKey(thing), change, record) }));
    });
    if (asked.length === 0) return [];
    const calls = asked.map(({ call }) => call);
    const answers = await connection.run(calls, "together");
    const added = new Set(asked.filter((_, at) => number(answers[at]) === 1).map(({ change }) => change));
    return changes.filter((change) => added.has(change));
  }

  async function changes({ about, from, to, limit }: Parameters<Store["changes"]>[0]): Promise<readonly Change[]> {
    if (about.length === 0) return [];
    const answers = await connection.run(
      about.map((one): Call => {
        const thing = thingKey(one);
        const shard = keys.ofThing(thing);
        return {
          script: scripts["changes-2"],
          keys: [shard.changes(thing), shard.told(thing)],
          args: [from, to, boundedChanges(limit)],
        };
      }),
    );
    return newestChanges(
      answers.flatMap(list).map((record) => readChange(text(record))),
      limit,
    );
  }

  /** Removes what took effect before a time, of up to `limit` things of a shard. */
  async function purgeShard(shard: ShardKeys, before: number, limit: number): Promise<void> {
    const args = ["-inf", `(${before}`, "LIMIT", 0, limit];
    const things = list(await one(session, { command: "zrangebyscore", key: shard.things, args })).map(text);
    await connection.run(
      things.map((thing) => ({
        script: scripts["trim-3"],
        keys: [shard.changes(thing), shard.told(thing), shard.things],
        args: [thing, before],
      })),
    );
  }

  return {
    addChanges,
    changes,
    async purge(before: number, limit: number): Promise<void> {
      for (const shard of keys.shards) await purgeShard(shard, before, limit);
    },
  };
}
