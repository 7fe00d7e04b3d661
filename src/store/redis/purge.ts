import { parseSubjectKey } from "../../incident/mark.ts";
import type { ShardKeys } from "./keys.ts";
import { groupOf, placeOf, placeText, type Reads } from "./reads.ts";
import { list, number, text, textOrNull } from "./replies.ts";
import { one, type Session } from "./session.ts";

/** Subjects of marks, by whose they are. */
type Marks = ReadonlyMap<string, readonly string[]>;

/** Removes ended incidents last updated before a time, up to a limit, one shard after the other (protocol 8.4). */
export function createPurge(session: Session, reads: Reads) {
  const { keys, scripts, connection } = session;

  async function purgeShard(shard: ShardKeys, before: number, limit: number): Promise<number> {
    const args = ["-", `(${placeText({ updatedAt: before, number: 0 })}`, "LIMIT", 0, limit];
    const places = list(await one(session, { command: "zrangebylex", key: shard.ended, args })).map(text);
    if (places.length === 0) return 0;
    const subjects = list(await one(session, { command: "hkeys", key: shard.marks, args: [] })).map(text);
    const marks = Map.groupBy(subjects, ownerOf);
    const calls = await Promise.all(places.map((place) => purgeCall(shard, place, marks, before)));
    const removed = await connection.run(calls.filter((call) => call !== null));
    return removed.map(number).reduce((sum, one) => sum + one, 0);
  }

  async function purgeCall(shard: ShardKeys, place: string, marks: Marks, before: number) {
    const id = placeOf(place).number;
    const stored = await reads.find(id);
    if (!stored) return null;
    const { groupId, uid } = stored.incident;
    const group = groupOf(textOrNull(await one(session, { command: "get", key: shard.group(groupId), args: [] })));
    const goes = group?.group.newest === uid && group.touchedAt < before;
    return {
      script: scripts["purge-12"],
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
      ],
      args: [
        place,
        id,
        goes ? group.group.version : "",
        ...(marks.get(uid) ?? []),
        ...((goes && marks.get(groupId)) || []),
      ],
    };
  }

  return async (before: number, limit: number): Promise<number> => {
    let removed = 0;
    for (const shard of keys.shards) {
      if (removed >= limit) break;
      removed += await purgeShard(shard, before, limit - removed);
    }
    return removed;
  };
}

/** Whose a mark is: an incident's, by uid; for a page the group's, by id; a job's is nobody's. */
function ownerOf(mark: string): string {
  const subject = parseSubjectKey(mark);
  if (!subject || subject.kind === "job") return "";
  return subject.kind === "page" ? subject.groupId : subject.uid;
}
