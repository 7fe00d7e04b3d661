import type { StoreDeps } from "../deps.ts";
import type { Change, Count, Store } from "../port.ts";
import { steadyClock } from "./clock.ts";
import { text } from "./columns.ts";
import { createCommits } from "./commits.ts";
import { awayOr, openDatabase } from "./database.ts";
import { encodeChange } from "./encode.ts";
import { createGates } from "./gates.ts";
import { createMarks } from "./marks.ts";
import { createMemory } from "./memory.ts";
import { migrate } from "./migrate.ts";
import { createPurge } from "./purge.ts";
import { createReads } from "./reads.ts";
import { createWriter, maxWeight } from "./writer.ts";

/** Reads between which the event loop turns, in alert rows. */
const rowsPerTurn = 500;

/**
 * Opens the embedded store (DESIGN 5): one file, one process, `node:sqlite`. Reads are answered at once; writes go
 * through the group commit of `writer.ts`.
 *
 * @param file made with its folder when missing; `:memory:` is lost at exit
 * @throws Error when the file is in use, of a newer release, of another program, or cannot be opened
 */
export async function openSqliteStore(file: string, deps: StoreDeps): Promise<Store> {
  const db = openDatabase(file);
  try {
    migrate(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  const now = steadyClock(deps.now);
  const writer = createWriter(db);
  const memory = createMemory(db, now);
  const marks = createMarks(db, now);
  const gates = createGates(db, now);
  const reads = createReads(db, memory);
  const apply = createCommits(db, marks, memory, now);
  const purge = createPurge(db, writer, memory);
  const addMeta = db.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)");
  const meta = db.prepare("SELECT value FROM meta WHERE name = ?");
  const touch = db.prepare("UPDATE meta SET value = value WHERE name = 'epoch'");

  const keep = (name: string, value: string): string => {
    addMeta.run(name, value);
    return text(meta.get(name)?.value);
  };
  const epoch = keep("epoch", deps.randomHex(16));
  marks.voidLeases();

  const read = async <T>(run: () => T): Promise<T> => {
    try {
      return run();
    } catch (error) {
      throw awayOr(error);
    }
  };
  const lease = { durable: false } as const;
  let closing: Promise<void> | undefined;

  return {
    facts: () => ({ kind: "sqlite", epoch, risks: [] }),
    ping: () => writer.write(() => void touch.run(), lease),
    now: async () => now(),

    load: async (queries) => {
      const states = [];
      let rows = 0;
      for (const query of queries) {
        if (rows > rowsPerTurn) await new Promise(setImmediate);
        rows = (rows > rowsPerTurn ? 0 : rows) + 1 + query.fingerprints.length;
        states.push(await read(() => reads.load(query)));
      }
      return states;
    },
    commit: async (items) => {
      const commits = inTransactions(items).map((some) => {
        const encoded = some.map((item) => (item.kind === "change" ? encodeChange(item) : item));
        const run = () => {
          memory.forgetAttempts(2 * encoded.length);
          return encoded.map(apply);
        };
        return writer.write(run, { weight: some.reduce((sum, item) => sum + weightOf(item), 0) });
      });
      return (await Promise.all(commits)).flat();
    },

    claim: (lane, limit, leaseMs) => writer.write(() => marks.claim(lane, limit, leaseMs), lease),
    release: (mark, how) => writer.write(() => marks.release(mark, how), lease),
    mark: (requests) => writer.write(() => marks.set(requests)),
    nextDue: (lane) => read(() => marks.nextDue(lane)),
    deadLetters: (limit) => read(() => marks.deadLetters(limit)),
    backlog: () => read(marks.backlog),

    loadBinding: (subject) => read(() => marks.loadBinding(subject)),
    saveBinding: async (mark, value) => {
      const record = JSON.stringify(value ?? null);
      return writer.write(() => marks.saveBinding(mark, record));
    },

    gate: (key, rate, rank) => read(() => gates.ask(key, rate, rank)),
    shutGate: (key, at) => writer.write(() => gates.shut(key, at), lease),

    list: (query) => read(() => reads.list(query)),
    find: (id) => read(() => reads.find(id)),
    newestOf: (groupId) => read(() => reads.newestOf(groupId)),
    journal: (incident, afterSeq, limit) => read(() => reads.journal(incident, afterSeq, limit)),
    alerts: (incident, limit) => read(() => reads.alerts(incident, limit)),

    keep: (name, value) => writer.write(() => keep(name, value)),
    kept: (name) =>
      read(() => {
        const row = meta.get(name);
        return row ? text(row.value) : null;
      }),
    purge: async (before, limit) => purge(before, limit),
    close: () => {
      closing ??= writer.close().then(() => db.close());
      return closing;
    },
  };
}

/** In alerts: a change writes about as much beside its alerts as 10 of them, a count as 4. */
function weightOf(item: Change | Count): number {
  return item.kind === "change" ? 10 + item.alerts.length : 4 + item.items.length;
}

/** The items of one commit, in runs of at most `maxWeight`: one transaction unless the commit is larger than that. */
function inTransactions(items: readonly (Change | Count)[]): readonly (readonly (Change | Count)[])[] {
  const runs: (Change | Count)[][] = [];
  let weight = 0;
  for (const item of items) {
    weight += weightOf(item);
    const run = runs.at(-1);
    if (run && weight <= maxWeight) run.push(item);
    else {
      runs.push([item]);
      weight = weightOf(item);
    }
  }
  return runs;
}
