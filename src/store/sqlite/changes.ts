import type { DatabaseSync } from "node:sqlite";
import { type Change, thingsOf } from "../../alert/change.ts";
import { boundedChanges, newestChanges } from "../newest-changes.ts";
import { changesMax, type Store } from "../port.ts";
import { readChange } from "../records.ts";
import { thingKey } from "../thing-key.ts";
import { text } from "./columns.ts";
import { maxWeight, type Writer } from "./writer.ts";

/** Markers of what changed: a row under each thing that a change is about. */
export function createChanges(db: DatabaseSync) {
  const sql = {
    add: db.prepare("INSERT OR IGNORE INTO change (thing, id, at, record) VALUES (?, ?, ?, ?)"),
    bound: db.prepare(
      "DELETE FROM change WHERE thing = ?1 AND id IN " +
        "(SELECT id FROM change WHERE thing = ?1 ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?2)",
    ),
    known: db.prepare("SELECT 1 FROM change WHERE thing = ? AND id = ?"),
    find: db.prepare(
      "SELECT record FROM change WHERE thing = ? AND at >= ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?",
    ),
    purge: db.prepare(
      "DELETE FROM change WHERE (thing, id) IN (SELECT thing, id FROM change WHERE at < ? ORDER BY at LIMIT ?)",
    ),
  };

  /** Whether it is new there and among the newest. */
  function addTo(thing: string, { id, at }: Change, record: string): boolean {
    if (sql.add.run(thing, id, at, record).changes === 0) return false;
    sql.bound.run(thing, changesMax);
    return sql.known.get(thing, id) !== undefined;
  }

  return {
    add(changes: readonly Change[]): readonly Change[] {
      return changes.filter((change) => {
        const record = JSON.stringify(change);
        return thingsOf(change).filter((thing) => addTo(thingKey(thing), change, record)).length > 0;
      });
    },
    find({ about, from, to, limit }: Parameters<Store["changes"]>[0]): readonly Change[] {
      const found = about.flatMap((thing) => sql.find.all(thingKey(thing), from, to, boundedChanges(limit)));
      return newestChanges(
        found.map(({ record }) => readChange(text(record))),
        limit,
      );
    },
    async purge(before: number, write: Writer["write"]): Promise<void> {
      const some = () => sql.purge.run(before, maxWeight).changes;
      while ((await write(some, { weight: maxWeight })) === maxWeight);
    },
  };
}
