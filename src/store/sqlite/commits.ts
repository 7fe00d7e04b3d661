import type { DatabaseSync } from "node:sqlite";
import type { CommitResult, Count } from "../port.ts";
import { int } from "./columns.ts";
import { type EncodedChange, journalPlace } from "./encode.ts";
import type { Marks } from "./marks.ts";
import type { Memory } from "./memory.ts";

const conflict: CommitResult = { kind: "conflict" };

type StoredGroup = { readonly id: number; readonly version: number };
type Counters = { readonly number: number; readonly received: number };

/** Applies commits inside a transaction. An item that meets a conflict leaves nothing behind, so that the others stand. */
export function createCommits(db: DatabaseSync, marks: Marks, memory: Memory, now: () => number) {
  const sql = {
    group: db.prepare("SELECT id, version FROM grp WHERE group_id = ?"),
    addGroup: db.prepare("INSERT INTO grp (group_id, version, touched_at, record) VALUES (?, ?, ?, ?)"),
    setGroup: db.prepare("UPDATE grp SET version = ?, touched_at = ?, record = ? WHERE id = ?"),
    incident: db.prepare("SELECT number, received FROM incident WHERE grp = ? AND uid = ?"),
    addIncident: db.prepare(
      "INSERT INTO incident (grp, uid, ended, updated_at, received, last_received_at) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    setIncident: db.prepare(
      "UPDATE incident SET ended = ?, updated_at = ?, received = received + ?, " +
        "last_received_at = max(last_received_at, ?) WHERE number = ?",
    ),
    addReceived: db.prepare(
      "UPDATE incident SET received = received + ?, last_received_at = max(last_received_at, ?) WHERE number = ?",
    ),
    setRecord: db.prepare("INSERT OR REPLACE INTO record (number, record) VALUES (?, ?)"),
    addEntries: db.prepare("INSERT INTO journal (place, entries) VALUES (?, ?)"),
    alert: db.prepare("SELECT alert FROM alert_of WHERE incident = ? AND fingerprint = ?"),
    addAlert: db.prepare("INSERT INTO alert (record) VALUES (?)"),
    addAlertOf: db.prepare(
      "INSERT INTO alert_of (incident, fingerprint, tag, resolved, first_seen_at, received, alert) " +
        "VALUES (?, ?, ?, ?, ?, 1, ?)",
    ),
    setAlert: db.prepare("UPDATE alert SET record = ? WHERE id = ?"),
    setAlertOf: db.prepare(
      "UPDATE alert_of SET tag = ?, resolved = ?, first_seen_at = ?, received = received + 1 " +
        "WHERE incident = ? AND fingerprint = ?",
    ),
    countAlert: db.prepare(
      "UPDATE alert_of SET received = received + ? WHERE incident = ? AND fingerprint = ? AND tag = ?",
    ),
  };

  function groupOf(groupId: string): StoredGroup | null {
    const row = sql.group.get(groupId);
    return row ? { id: int(row.id), version: int(row.version) } : null;
  }

  function countersOf(grp: number, uid: string): Counters | null {
    const row = sql.incident.get(grp, uid);
    return row ? { number: int(row.number), received: int(row.received) } : null;
  }

  function change(item: EncodedChange): CommitResult {
    const { change: wanted, incident } = item;
    const { attemptId, opens, received, receivedAt } = wanted;
    const stored = groupOf(wanted.group.groupId);
    // An attempt that took effect raised the version past its base: where it still stands there is none to look for.
    if ((stored?.version ?? 0) !== wanted.baseVersion)
      return (stored && memory.attempt(stored.id, attemptId)) ?? conflict;
    const known = incident && !opens && stored ? countersOf(stored.id, incident.uid) : null;
    if (incident && !opens && !known) return conflict;

    const grp = writeGroup(stored, item);
    let number = known?.number ?? 0;
    if (incident && known) sql.setIncident.run(incident.ended, incident.updatedAt, received, receivedAt, number);
    else if (incident)
      number = Number(
        sql.addIncident.run(grp, incident.uid, incident.ended, incident.updatedAt, received, receivedAt)
          .lastInsertRowid,
      );
    if (incident) {
      sql.setRecord.run(number, incident.record);
      writeAlerts(number, item, known === null);
      if (item.entries) sql.addEntries.run(journalPlace(number, item.entries.lastSeq), item.entries.record);
    }
    marks.set(wanted.marks, { groupId: wanted.group.groupId, grp });
    memory.keepSenders(grp, wanted.senderIds);
    return memory.answer(grp, attemptId, number, incident ? (known?.received ?? 0) + received : 0);
  }

  function writeGroup(stored: StoredGroup | null, { change: { group }, group: record }: EncodedChange): number {
    if (!stored) return Number(sql.addGroup.run(group.groupId, group.version, now(), record).lastInsertRowid);
    sql.setGroup.run(group.version, now(), record, stored.id);
    return stored.id;
  }

  function writeAlerts(number: number, { alerts }: EncodedChange, allNew: boolean): void {
    for (const { row, record } of alerts) {
      const { fingerprint, tag, firstSeenAt } = row;
      const resolved = row.status === "resolved" ? 1 : 0;
      const known = allNew ? undefined : sql.alert.get(number, fingerprint);
      if (known) {
        sql.setAlert.run(record, int(known.alert));
        sql.setAlertOf.run(tag, resolved, firstSeenAt, number, fingerprint);
      } else {
        const id = sql.addAlert.run(record).lastInsertRowid;
        sql.addAlertOf.run(number, fingerprint, tag, resolved, firstSeenAt, id);
      }
    }
  }

  function count(item: Count): CommitResult {
    const { attemptId, items, receivedAt } = item;
    const grp = groupOf(item.groupId)?.id;
    if (grp === undefined) return conflict;
    const before = memory.attempt(grp, attemptId);
    if (before) return before;
    const stored = countersOf(grp, item.uid);
    if (!stored || !countAlerts(stored.number, items)) return conflict;
    const received = items.reduce((sum, { times }) => sum + times, 0);
    sql.addReceived.run(received, receivedAt, stored.number);
    marks.set(item.marks, { groupId: item.groupId, grp });
    memory.keepSenders(grp, item.senderIds);
    return memory.answer(grp, attemptId, stored.number, stored.received + received);
  }

  /** Counts all whose tags are the stored ones, or none: what was counted before another tag was met is taken back. */
  function countAlerts(number: number, items: Count["items"]): boolean {
    for (const [at, { fingerprint, tag, times }] of items.entries()) {
      if (sql.countAlert.run(times, number, fingerprint, tag).changes === 1) continue;
      for (const done of items.slice(0, at)) sql.countAlert.run(-done.times, number, done.fingerprint, done.tag);
      return false;
    }
    return true;
  }

  return (item: EncodedChange | Count): CommitResult => (item.kind === "change" ? change(item) : count(item));
}
