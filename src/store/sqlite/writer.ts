import type { DatabaseSync } from "node:sqlite";
import { StoreAway } from "../port.ts";
import { awayOr } from "./database.ts";

/** How many alerts one transaction takes, so that the event loop is not held for long (protocol 8.3). */
export const maxWeight = 500;

export type WriteOptions = {
  /** About how many alerts it writes; 1 by default. */
  readonly weight?: number;
  /**
   * False for what may be lost in a power cut because the process that held it is then gone too (leases, shut gates):
   * it is not waited for on the disk. True by default.
   */
  readonly durable?: boolean;
};

/** Runs writes in transactions of their own making. `close` waits for those that were asked for. */
export type Writer = {
  readonly write: <T>(run: () => T, options?: WriteOptions) => Promise<T>;
  readonly close: () => Promise<void>;
};

type Job = {
  readonly weight: number;
  readonly durable: boolean;
  /** Writes, and gives what to do once it is on the disk. */
  readonly run: () => () => void;
  readonly fail: (error: unknown) => void;
};

/**
 * Group commit (protocol 4.3): writes that wait together share one transaction and one fsync, up to `maxWeight`, and
 * the event loop turns between two transactions. A write that arrives alone waits for one turn only. A write that
 * throws is undone alone; the others of its transaction are run again without it.
 */
export function createWriter(db: DatabaseSync): Writer {
  let queue: Job[] = [];
  let scheduled = false;
  let closed = false;
  let durableNow = true;
  let idle: (() => void) | undefined;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(turn);
  }

  function turn(): void {
    const batch = nextBatch(queue);
    queue = queue.slice(batch.length);
    scheduled = false;
    runBatch(batch);
    if (queue.length > 0) schedule();
    else idle?.();
  }

  function runBatch(batch: readonly Job[]): void {
    try {
      for (const settle of transaction(batch)) settle();
    } catch (error) {
      const thrown = awayOr(error);
      if (batch.length === 1 || thrown instanceof StoreAway) for (const job of batch) job.fail(thrown);
      else for (const job of batch) runBatch([job]);
    }
  }

  function transaction(batch: readonly Job[]): readonly (() => void)[] {
    const durable = batch.some((job) => job.durable);
    if (durable !== durableNow) {
      db.exec(`PRAGMA synchronous = ${durable ? "FULL" : "NORMAL"}`);
      durableNow = durable;
    }
    db.exec("BEGIN IMMEDIATE");
    try {
      const settled = batch.map((job) => job.run());
      db.exec("COMMIT");
      return settled;
    } catch (error) {
      if (db.isOpen && db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }

  return {
    write: (run, { weight = 1, durable = true } = {}) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new StoreAway("SQLite: the store is closed"));
        const writing = () => {
          const result = run();
          return () => resolve(result);
        };
        queue.push({ weight, durable, run: writing, fail: reject });
        schedule();
      }),
    close: async () => {
      closed = true;
      if (scheduled)
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
    },
  };
}

/** The first jobs that weigh no more than `maxWeight` together; at least one. */
function nextBatch(queue: readonly Job[]): readonly Job[] {
  let weight = 0;
  const end = queue.findIndex((job, at) => {
    weight += job.weight;
    return at > 0 && weight > maxWeight;
  });
  return end < 0 ? queue : queue.slice(0, end);
}
