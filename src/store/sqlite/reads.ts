import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { AlertRow, Group, Incident } from "../../incident/incident.ts";
import type { JournalEntry } from "../../incident/journal.ts";
import type { GroupQuery, GroupState, IncidentPage, StoredIncident } from "../port.ts";
import { cursorAfter, parseCursor, readAlertRow, readEntries, readGroup, readIncident } from "../records.ts";
import { int, intOrNull, text } from "./columns.ts";
import { journalPlace } from "./encode.ts";
import type { Memory } from "./memory.ts";
import { journalSpan } from "./schema.ts";

const maxPage = 200;

/** Everything that is read of groups and incidents. */
export function createReads(db: DatabaseSync, memory: Memory) {
  const storedColumns = "number, received, last_received_at, record FROM incident JOIN record USING (number)";
  const sql = {
    group: db.prepare("SELECT id, record FROM grp WHERE group_id = ?"),
    alert: db.prepare(
      "SELECT record FROM alert_of JOIN alert ON alert.id = alert_of.alert WHERE incident = ? AND fingerprint = ?",
    ),
    byNumber: db.prepare(`SELECT ${storedColumns} WHERE number = ?`),
    numberIn: db.prepare("SELECT number FROM incident WHERE grp = ? AND uid = ?"),
    numberOf: db.prepare(
      "SELECT number FROM grp JOIN incident ON incident.grp = grp.id WHERE group_id = ? AND uid = ?",
    ),
    list: db.prepare(
      `SELECT ${storedColumns} WHERE (updated_at, number) < (?, ?) ORDER BY updated_at DESC, number DESC LIMIT ?`,
    ),
    entries: db.prepare("SELECT entries FROM journal WHERE place > ? AND place < ? ORDER BY place LIMIT ?"),
    alerts: db.prepare(
      "SELECT received, record FROM (SELECT * FROM alert_of WHERE incident = ? " +
        "ORDER BY resolved, first_seen_at, fingerprint LIMIT ?) AS one JOIN alert ON alert.id = one.alert " +
        "ORDER BY resolved, first_seen_at, fingerprint",
    ),
  };

  function byNumber(number: number): StoredIncident | null {
    const row = sql.byNumber.get(number);
    return row ? storedIncident(row) : null;
  }

  /** The incident that the group's record calls its newest; `null` when it was purged. */
  function newest(grp: number, { newest: uid }: Group): StoredIncident | null {
    const number = uid === undefined ? null : intOrNull(sql.numberIn.get(grp, uid)?.number);
    return number === null ? null : byNumber(number);
  }

  function numberOf(groupId: string, uid: string): number | null {
    return intOrNull(sql.numberOf.get(groupId, uid)?.number);
  }

  return {
    load({ groupId, fingerprints, senderIds }: GroupQuery): GroupState {
      const row = sql.group.get(groupId);
      if (!row) return { group: null, newest: null, alerts: new Map(), known: new Set() };
      const grp = int(row.id);
      const group = readGroup(text(row.record));
      const stored = newest(grp, group);
      const alerts = new Map<string, AlertRow>();
      for (const fingerprint of stored ? fingerprints : []) {
        const alert = sql.alert.get(stored?.number ?? 0, fingerprint);
        if (alert) alerts.set(fingerprint, readAlertRow(text(alert.record)));
      }
      const known = new Set(senderIds.filter((id) => memory.knows(grp, id)));
      return { group, newest: stored, alerts, known };
    },

    list({ limit, cursor }: { readonly limit: number; readonly cursor?: string }): IncidentPage {
      const after = cursor === undefined ? { updatedAt: Number.MAX_SAFE_INTEGER, number: 0 } : parseCursor(cursor);
      const size = Math.min(Math.max(limit, 1), maxPage);
      const rows = sql.list.all(after.updatedAt, after.number, size + 1);
      const incidents = rows.slice(0, size).map(storedIncident);
      const last = incidents.at(-1);
      return { incidents, next: last && rows.length > size ? cursorAfter(last) : null };
    },

    find: (id: number | { readonly groupId: string; readonly uid: string }): StoredIncident | null => {
      const number = typeof id === "number" ? id : numberOf(id.groupId, id.uid);
      return number === null ? null : byNumber(number);
    },

    newestOf(groupId: string): StoredIncident | null {
      const row = sql.group.get(groupId);
      return row ? newest(int(row.id), readGroup(text(row.record))) : null;
    },

    journal({ groupId, uid }: Incident, afterSeq: number, limit: number): readonly JournalEntry[] {
      const number = numberOf(groupId, uid);
      if (number === null) return [];
      const rows = sql.entries.all(journalPlace(number, afterSeq), journalPlace(number, journalSpan), limit);
      const entries = rows.flatMap((row) => readEntries(text(row.entries)));
      return entries.filter(({ seq }) => seq > afterSeq).slice(0, limit);
    },

    alerts({ groupId, uid }: Incident, limit: number): readonly (AlertRow & { readonly received: number })[] {
      const number = numberOf(groupId, uid);
      if (number === null) return [];
      return sql.alerts
        .all(number, limit)
        .map((row) => ({ ...readAlertRow(text(row.record)), received: int(row.received) }));
    },
  };
}

function storedIncident(row: Record<string, SQLOutputValue>): StoredIncident {
  return {
    incident: readIncident(text(row.record)),
    number: int(row.number),
    received: int(row.received),
    lastReceivedAt: int(row.last_received_at),
  };
}
