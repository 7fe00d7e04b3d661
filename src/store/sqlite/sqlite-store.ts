import type { DatabaseSync } from "node:sqlite";
import type { StoreDeps } from "../deps.ts";
import type { CommitResult, GroupQuery, GroupState, Store } from "../port.ts";
import { createAnnounce } from "./announce.ts";
import { type Batch, inBatches } from "./batches.ts";
import { createBooks } from "./books.ts";
import { createChanges } from "./changes.ts";
import { steadyClock } from "./clock.ts";
import { createCommits } from "./commits.ts";
import { awayOr, openDatabase } from "./database.ts";
import { encodeChange } from "./encode.ts";
import { createGates } from "./gates.ts";
import { createMarks } from "./marks.ts";
import { createMemory } from "./memory.ts";
import { createMeta } from "./meta.ts";
import { migrate } from "./migrate.ts";
import { createPurge } from "./purge.ts";
import { createReads } from "./reads.ts";
import { createWriter } from "./writer.ts";

/** Alert rows that are loaded before the event loop turns (protocol 8.3). */
const rowsPerTurn = 500;

/** Leases and gates need not be waited for on the disk: who held them is gone when they are lost. */
const lease = { durable: false } as const;

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
    return storeOn(db, deps);
  } catch (error) {
    db.close();
    throw error;
  }
}

function storeOn(db: DatabaseSync, deps: StoreDeps): Store {
  const now = steadyClock(deps.now);
  const { write, close } = createWriter(db);
  const memory = createMemory(db, now);
  const marks = createMarks(db, now);
  const gates = createGates(db, now);
  const reads = createReads(db, memory);
  const apply = createCommits(db, marks, memory, now);
  const purge = createPurge(db, write, memory);
  const meta = createMeta(db, now);
  const changes = createChanges(db);
  const books = createBooks(db);
  const epoch = meta.keep("epoch", deps.randomHex(16));
  marks.voidLeases();
  let closing: Promise<void> | undefined;

  function commitBatch({ items, weight }: Batch): Promise<readonly CommitResult[]> {
    const encoded = items.map((item) => (item.kind === "change" ? encodeChange(item) : item));
    const run = () => {
      memory.forgetAttempts(2 * encoded.length);
      return encoded.map(apply);
    };
    return write(run, { weight });
  }

  async function load(queries: readonly GroupQuery[]): Promise<readonly GroupState[]> {
    const states: GroupState[] = [];
    let rows = 0;
    for (const query of queries) {
      if (rows >= rowsPerTurn) {
        await new Promise(setImmediate);
        rows = 0;
      }
      states.push(await read(() => reads.load(query)));
      rows += 1 + query.fingerprints.length;
    }
    return states;
  }

  return {
    facts: () => ({ kind: "sqlite", epoch, risks: [] }),
    ping: () => write(() => meta.touch("epoch"), lease),
    now: async () => now(),

    load,
    commit: async (items) => (await Promise.all(inBatches(items).map(commitBatch))).flat(),

    claim: (lane, limit, leaseMs) => write(() => marks.claim(lane, limit, leaseMs), lease),
    release: (mark, how) => write(() => marks.release(mark, how), lease),
    mark: (requests) => write(() => marks.set(requests)),
    nextDue: (lane) => read(() => marks.nextDue(lane)),
    deadLetters: (limit) => read(() => marks.deadLetters(limit)),
    backlog: () => read(() => marks.backlog()),

    loadBinding: (subject) => read(() => marks.loadBinding(subject)),
    saveBinding: async (mark, value) => {
      const record = JSON.stringify(value ?? null);
      return write(() => marks.saveBinding(mark, record));
    },

    gate: (key, rate, rank) => read(() => gates.ask(key, rate, rank)),
    shutGate: (key, at) => write(() => gates.shut(key, at), lease),

    list: (query) => read(() => reads.list(query)),
    find: (id) => read(() => reads.find(id)),
    newestOf: (groupId) => read(() => reads.newestOf(groupId)),
    journal: (incident, afterSeq, limit) => read(() => reads.journal(incident, afterSeq, limit)),
    alerts: (incident, limit) => read(() => reads.alerts(incident, limit)),

    keep: (name, value) => write(() => meta.keep(name, value)),
    kept: (name) => read(() => meta.kept(name)),
    swap: (name, before, after) => write(() => meta.swap(name, before, after)),
    lend: (name, value, forMs) => write(() => meta.lend(name, value, forMs)),
    addChanges: (added) => write(() => changes.add(added), { weight: Math.max(added.length, 1) }),
    changes: (query) => read(() => changes.find(query)),
    note: (book, entries) => write(() => books.note(book, entries)),
    notes: (book) => read(() => books.notes(book)),
    strike: (book, entries) => write(() => books.strike(book, entries)),
    announce: createAnnounce(now),
    purge: async (before, limit) => {
      await write(() => meta.forgetLent());
      await changes.purge(before, write);
      return purge(before, limit);
    },
    close: () => {
      closing ??= close().then(() => db.close());
      return closing;
    },
  };
}

/** Runs a read at once, as what the port promises: an answer, or `StoreAway`. */
async function read<T>(run: () => T): Promise<T> {
  try {
    return run();
  } catch (error) {
    throw awayOr(error);
  }
}
