import type { DatabaseSync } from "node:sqlite";
import { int, intOrNull, text } from "./columns.ts";
import { journalPlace } from "./encode.ts";
import type { Memory } from "./memory.ts";
import { maxWeight, type Writer } from "./writer.ts";

type Ended = { readonly number: number; readonly grp: number; readonly groupId: string; readonly uid: string };

/**
 * Removes ended incidents last updated before a time, up to a limit, oldest first (protocol 8.4), a bounded piece a
 * transaction; the incident itself goes last, so that a purge cut short is finished by the next. Groups without an
 * incident that nothing was committed for since go too. Sender ids that are old enough go as well.
 */
export function createPurge(db: DatabaseSync, write: Writer["write"], memory: Memory) {
  const sql = {
    ended: db.prepare(
      "SELECT number, grp, group_id, uid FROM incident JOIN grp ON grp.id = incident.grp " +
        "WHERE ended = 1 AND updated_at < ? ORDER BY updated_at LIMIT ?",
    ),
    alerts: db.prepare(
      "DELETE FROM alert WHERE id IN (SELECT alert FROM alert_of WHERE incident = ? ORDER BY fingerprint LIMIT ?)",
    ),
    alertsOf: db.prepare(
      "DELETE FROM alert_of WHERE incident = ?1 AND fingerprint IN (SELECT fingerprint FROM alert_of WHERE incident = ?1 ORDER BY fingerprint LIMIT ?2)",
    ),
    journal: db.prepare("DELETE FROM journal WHERE place >= ? AND place < ?"),
    record: db.prepare("DELETE FROM record WHERE number = ?"),
    stillEnded: db.prepare("SELECT 1 FROM incident WHERE number = ? AND ended = 1 AND updated_at < ?"),
    incident: db.prepare("DELETE FROM incident WHERE number = ?"),
    marks: db.prepare("DELETE FROM mark WHERE grp = ? AND key >= ? AND key < ?"),
    bindings: db.prepare("DELETE FROM binding WHERE grp = ? AND key >= ? AND key < ?"),
    groups: db.prepare("SELECT id, touched_at FROM grp WHERE id > ? ORDER BY id LIMIT ?"),
    groupMarks: db.prepare("DELETE FROM mark WHERE grp = ?"),
    groupBindings: db.prepare("DELETE FROM binding WHERE grp = ?"),
    group: db.prepare(
      "DELETE FROM grp WHERE id = ?1 AND touched_at < ?2 AND NOT EXISTS (SELECT 1 FROM incident WHERE grp = ?1)",
    ),
  };

  /** Marks and bindings of all subjects whose key begins with `prefix`, which ends with a colon. */
  function subjects(grp: number, prefix: string): void {
    const end = `${prefix.slice(0, -1)};`;
    sql.marks.run(grp, prefix, end);
    sql.bindings.run(grp, prefix, end);
  }

  function remove({ number, grp, groupId, uid }: Ended, before: number): number {
    if (!sql.stillEnded.get(number, before)) return 0;
    sql.incident.run(number);
    sql.record.run(number);
    sql.journal.run(journalPlace(number, 0), journalPlace(number + 1, 0));
    for (const kind of ["d", "t"]) subjects(grp, `${kind}:${groupId}:${uid}:`);
    removeGroup(grp, before);
    return 1;
  }

  /** Removes a group unless it has an incident or something was committed for it since; answers how many that were. */
  function removeGroup(grp: number, before: number): number {
    if (sql.group.run(grp, before).changes === 0) return 0;
    sql.groupMarks.run(grp);
    sql.groupBindings.run(grp);
    memory.forgetGroup(grp);
    return 1;
  }

  /** Looks at the groups behind one, up to `maxWeight` of them; `last` is the one to go on behind, `null` at the end. */
  function someGroups(after: number, before: number, limit: number) {
    const rows = sql.groups.all(after, maxWeight);
    let removed = 0;
    for (const row of rows)
      if (removed < limit && int(row.touched_at) < before) removed += removeGroup(int(row.id), before);
    return { removed, last: intOrNull(rows.at(-1)?.id) };
  }

  const candidates = (before: number, limit: number): readonly Ended[] =>
    sql.ended.all(before, limit).map((row) => ({
      number: int(row.number),
      grp: int(row.grp),
      groupId: text(row.group_id),
      uid: text(row.uid),
    }));

  return async (before: number, limit: number): Promise<number> => {
    const weight = maxWeight;
    let removed = 0;
    for (const incident of await write(() => candidates(before, limit))) {
      const someAlerts = () => {
        if (!sql.stillEnded.get(incident.number, before)) return 0;
        sql.alerts.run(incident.number, maxWeight);
        return sql.alertsOf.run(incident.number, maxWeight).changes;
      };
      while ((await write(someAlerts, { weight })) === maxWeight);
      removed += await write(() => remove(incident, before));
    }
    let after: number | null = 0;
    while (after !== null && removed < limit) {
      const from: number = after;
      const some = await write(() => someGroups(from, before, limit - removed), { weight });
      removed += some.removed;
      after = some.last;
    }
    while ((await write(() => memory.forgetSenders(maxWeight), { weight })) === maxWeight);
    return removed;
  };
}
