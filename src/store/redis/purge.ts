import type { ShardKeys } from "./keys.ts";
import { groupOf, placeOf, placeText, type Reads } from "./reads.ts";
import { list, number, text, textOrNull } from "./replies.ts";
import type { Call } from "./send.ts";
import { one, type Session } from "./session.ts";

/** Subjects of marks, by whose they are. */
type Marks = ReadonlyMap<string, readonly string[]>;

/**
 * Removes ended incidents last updated before a time, then groups without one that nothing was committed for since, up
 * to a limit, one shard after the other (protocol 8.4).
 */
export function createPurge(session: Session, reads: Reads) {
  const { keys, scripts, connection } = session;

  /** The marks of a shard, by whose they are. */
  async function marksOf(shard: ShardKeys): Promise<Marks> {
    return Map.groupBy(list(await one(session, { command: "hkeys", key: shard.marks, args: [] })).map(text), ownerOf);
  }

  async function purgeIncidents(shard: ShardKeys, before: number, limit: number): Promise<number> {
    const args = ["-", `(${placeText({ updatedAt: before, number: 0 })}`, "LIMIT", 0, limit];
    const places = list(await one(session, { command: "zrangebylex", key: shard.ended, args })).map(text);
    if (places.length === 0) return 0;
    const marks = await marksOf(shard);
    const calls = await Promise.all(places.map((place) => purgeCall(shard, place, marks, before)));
    return sum(await connection.run(calls.filter((call) => call !== null)));
  }

  async function purgeCall(shard: ShardKeys, place: string, marks: Marks, before: number) {
    const id = placeOf(place).number;
    const stored = await reads.find(id);
    if (!stored) return null;
    const { groupId, uid } = stored.incident;
    const group = groupOf(textOrNull(await one(session, { command: "get", key: shard.group(groupId), args: [] })));
    const goes = group?.group.newest === uid && group.touchedAt < before;
    return {
      script: scripts["purge-13"],
      keys: [
        shard.ended,
        shard.incident(uid),
        shard.alerts(uid),
        shard.order(uid),
        shard.repeats(uid),
        shard.journal(uid),
        shard.bindings(uid),
        shard.numbers,
        shard.marks,
        shard.queue,
        shard.group(groupId),
        shard.pages(groupId),
        shard.quiet,
      ],
      args: [
        place,
        id,
        goes ? group.group.version : "",
        groupId,
        ...(marks.get(uid) ?? []),
        ...((goes && marks.get(groupId)) || []),
      ],
    };
  }

  async function purgeGroups(shard: ShardKeys, before: number, limit: number): Promise<number> {
    const args = ["-inf", `(${before}`, "LIMIT", 0, limit];
    const ids = list(await one(session, { command: "zrangebyscore", key: shard.quiet, args })).map(text);
    if (ids.length === 0) return 0;
    const marks = await marksOf(shard);
    const groups = await connection.run(ids.map((id): Call => ({ command: "get", key: shard.group(id), args: [] })));
    const calls = ids.map((id, at): Call => {
      const group = groupOf(textOrNull(groups[at]))?.group;
      const incident = shard.incident(group?.newest ?? "none");
      return {
        script: scripts["forget-6"],
        keys: [shard.quiet, shard.group(id), incident, shard.pages(id), shard.marks, shard.queue],
        args: [id, group?.version ?? "", before, ...(marks.get(id) ?? [])],
      };
    });
    return sum(await connection.run(calls));
  }

  return async (before: number, limit: number): Promise<number> => {
    let removed = 0;
    for (const shard of keys.shards) {
      if (removed >= limit) break;
      removed += await purgeIncidents(shard, before, limit - removed);
      if (removed < limit) removed += await purgeGroups(shard, before, limit - removed);
    }
    return removed;
  };
}

/**
 * Whose a mark is: an incident's, by uid; the group's, by id; a job's is nobody's. Marks of a later release, which name
 * their group first as well, go with the group at the latest.
 */
function ownerOf(key: string): string {
  const [kind, groupId = "", uid = ""] = key.split(":");
  if (kind === "j") return "";
  return kind === "d" || kind === "t" ? uid : groupId;
}

function sum(replies: readonly unknown[]): number {
  return replies.reduce<number>((total, reply) => total + number(reply), 0);
}
