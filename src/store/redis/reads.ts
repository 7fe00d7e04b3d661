import { isGroupId, shardCount } from "../../incident/group.ts";
import type { AlertRow, Group, Incident } from "../../incident/incident.ts";
import type { JournalEntry } from "../../incident/journal.ts";
import type { GroupQuery, GroupState, IncidentPage, StoredIncident } from "../port.ts";
import {
  cursorAfter,
  type ListPlace,
  parseCursor,
  readAlertRow,
  readEntry,
  readGroup,
  readIncident,
} from "../records.ts";
import type { Board } from "./board.ts";
import { senderDigest } from "./commit.ts";
import { lifetimesMs, type ShardKeys } from "./keys.ts";
import { list, number, records, text, textOrNull } from "./replies.ts";
import type { Call } from "./send.ts";
import { one, type Session } from "./session.ts";

const headerBytes = 54;
const maxPage = 200;

type Head = { readonly query: GroupQuery; readonly group: Group | null; readonly known: ReadonlySet<string> };
type ReceivedRow = AlertRow & { readonly received: number };

/** Everything that is read of groups and incidents. All are plain commands: only commits need scripts. */
export type Reads = ReturnType<typeof createReads>;

export function createReads(session: Session, board: Board) {
  const { keys, scripts, connection } = session;

  /** Groups first, then what they name. A change in between raises the version that guards the commit. */
  async function load(queries: readonly GroupQuery[]): Promise<readonly GroupState[]> {
    const heads = await loadHeads(queries);
    const answers = await connection.run(
      heads.flatMap(({ group, query: { groupId, fingerprints } }): Call[] => {
        if (group?.newest === undefined) return [];
        const shard = keys.of(groupId);
        const incident: Call = { command: "get", key: shard.incident(group.newest), args: [] };
        const rows: Call = { command: "hmget", key: shard.alerts(group.newest), args: fingerprints };
        return fingerprints.length > 0 ? [incident, rows] : [incident];
      }),
    );
    const answer = answers.values();
    return heads.map(({ group, known, query: { fingerprints } }) => {
      if (group?.newest === undefined) return { group, known, newest: null, alerts: new Map() };
      const newest = incidentOf(textOrNull(answer.next().value));
      const rows = fingerprints.length > 0 ? list(answer.next().value).map(textOrNull) : [];
      const present = fingerprints.flatMap((fingerprint, at): [string, AlertRow][] => {
        const row = rows[at];
        return row === null || row === undefined ? [] : [[fingerprint, rowOf(row)]];
      });
      return { group, known, newest, alerts: new Map(present) };
    });
  }

  async function loadHeads(queries: readonly GroupQuery[]): Promise<readonly Head[]> {
    const answers = await connection.run(
      queries.flatMap(({ groupId, senderIds }): Call[] => {
        const shard = keys.of(groupId);
        const group: Call = { command: "get", key: shard.group(groupId), args: [] };
        const senders: Call = { command: "zmscore", key: shard.senders(groupId), args: senderIds.map(senderDigest) };
        return senderIds.length > 0 ? [group, senders] : [group];
      }),
    );
    const answer = answers.values();
    const forgotten = board.now() - lifetimesMs.sender;
    return queries.map((query) => {
      const group = groupOf(textOrNull(answer.next().value))?.group ?? null;
      const since = query.senderIds.length > 0 ? list(answer.next().value).map(textOrNull) : [];
      return { query, group, known: new Set(query.senderIds.filter((_, at) => Number(since[at] ?? 0) > forgotten)) };
    });
  }

  async function find(id: number | { readonly groupId: string; readonly uid: string }): Promise<StoredIncident | null> {
    if (typeof id === "object") {
      if (!isGroupId(id.groupId)) return null;
      const found = await incidentAt(keys.of(id.groupId), id.uid);
      return found?.incident.groupId === id.groupId ? found : null;
    }
    if (!Number.isSafeInteger(id) || id < 1) return null;
    const shard = shardOfNumber(id);
    const uid = textOrNull(await one(session, { command: "hget", key: shard.numbers, args: [id] }));
    return uid === null ? null : incidentAt(shard, uid);
  }

  async function newestOf(groupId: string): Promise<StoredIncident | null> {
    if (!isGroupId(groupId)) return null;
    const shard = keys.of(groupId);
    const stored = await one(session, { command: "get", key: shard.group(groupId), args: [] });
    const newest = groupOf(textOrNull(stored))?.group.newest;
    return newest === undefined ? null : incidentAt(shard, newest);
  }

  async function incidentAt(shard: ShardKeys, uid: string): Promise<StoredIncident | null> {
    return incidentOf(textOrNull(await one(session, { command: "get", key: shard.incident(uid), args: [] })));
  }

  /** Merges the lists of all shards; places are compared as text, see `scripts/parts/header.lua`. */
  async function listIncidents(query: { readonly limit: number; readonly cursor?: string }): Promise<IncidentPage> {
    const limit = Math.min(Math.max(query.limit, 1), maxPage);
    const below = query.cursor === undefined ? "+" : `(${placeText(parseCursor(query.cursor))}`;
    const found = await connection.run(
      keys.shards.flatMap(({ open, ended }): Call[] =>
        [open, ended].map((key) => ({ command: "zrevrangebylex", key, args: [below, "-", "LIMIT", 0, limit + 1] })),
      ),
    );
    const places = found
      .flatMap((reply) => list(reply).map(text))
      .sort()
      .reverse();
    const page = places.slice(0, limit).map(placeOf);
    const incidents = await incidentsOf(page.map((place) => place.number));
    const [last, place] = [incidents.at(-1), page.at(-1)];
    if (!last || !place || places.length <= limit) return { incidents, next: null };
    // By its place, not by its record: one that changed just now must not send the reader back to the top.
    const incident = { ...last.incident, updatedAt: place.updatedAt };
    return { incidents, next: cursorAfter({ ...last, incident, number: place.number }) };
  }

  /** Incidents by number, in that order, without those that were purged just now. */
  async function incidentsOf(numbers: readonly number[]): Promise<readonly StoredIncident[]> {
    const uids = await connection.run(
      numbers.map((id): Call => ({ command: "hget", key: shardOfNumber(id).numbers, args: [id] })),
    );
    const there = numbers.flatMap((id, at) => {
      const uid = textOrNull(uids[at]);
      return uid === null ? [] : [{ shard: shardOfNumber(id), uid }];
    });
    const stored = await connection.run(
      there.map(({ shard, uid }): Call => ({ command: "get", key: shard.incident(uid), args: [] })),
    );
    return stored
      .map(textOrNull)
      .map(incidentOf)
      .filter((incident) => incident !== null);
  }

  async function journal(
    { groupId, uid }: Incident,
    afterSeq: number,
    limit: number,
  ): Promise<readonly JournalEntry[]> {
    if (limit < 1) return [];
    const key = keys.of(groupId).journal(uid);
    const entries = await one(session, { command: "lrange", key, args: [afterSeq, afterSeq + limit - 1] });
    return list(entries).map((entry) => readEntry(text(entry)));
  }

  async function alerts({ groupId, uid }: Incident, limit: number): Promise<readonly ReceivedRow[]> {
    if (limit < 1) return [];
    const shard = keys.of(groupId);
    const read = [shard.order(uid), shard.alerts(uid), shard.repeats(uid)];
    const rows = list(await one(session, { script: scripts["alerts-3"], keys: read, args: [limit] }));
    return records(rows, 2).map(([row, repeats]) => ({ ...rowOf(text(row)), received: 1 + number(repeats) }));
  }

  function shardOfNumber(id: number): ShardKeys {
    const shard = keys.shards[id % shardCount];
    if (!shard) throw new RangeError(`${id} is no number of an incident`);
    return shard;
  }

  return { load, find, newestOf, list: listIncidents, journal, alerts };
}

/** A group's text: version and time of the last commit for the scripts, then the record. */
export function groupOf(stored: string | null): { readonly group: Group; readonly touchedAt: number } | null {
  if (stored === null) return null;
  const [, touchedAt, record] = /^\d+ (\d+) (.*)$/s.exec(stored) ?? [];
  return { group: readGroup(record ?? ""), touchedAt: Number(touchedAt) };
}

/** An incident's text: `scripts/parts/header.lua`, then the record. */
function incidentOf(stored: string | null): StoredIncident | null {
  if (stored === null) return null;
  const [number, received, lastReceivedAt] = stored.slice(0, headerBytes).split(" ").map(Number);
  const incident = readIncident(stored.slice(headerBytes));
  return { incident, number: number ?? 0, received: received ?? 0, lastReceivedAt: lastReceivedAt ?? 0 };
}

/** An alert's text: its tag, a line feed, the record, which has none. */
function rowOf(stored: string): AlertRow {
  return readAlertRow(stored.slice(stored.lastIndexOf("\n") + 1));
}

/** A place in the list as text that sorts as it should: `listed` in `scripts/parts/header.lua`. */
export function placeText({ updatedAt, number }: ListPlace): string {
  return `${updatedAt}`.padStart(13, "0") + `${number}`.padStart(12, "0");
}

/** Reads what `placeText` wrote. */
export function placeOf(place: string): ListPlace {
  return { updatedAt: Number(place.slice(0, -12)), number: Number(place.slice(-12)) };
}
