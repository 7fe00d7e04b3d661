import type { DatabaseSync } from "node:sqlite";
import type { CommitResult } from "../port.ts";
import { int } from "./columns.ts";

/** Attempts are remembered for one to two spans of 10 min (protocol 4.4). */
const attemptSpanMs = 600_000;

/** Sender ids are kept for one to two spans of 7 days. */
const senderSpanMs = 7 * 86_400_000;

type Committed = Extract<CommitResult, { kind: "committed" }>;

/** What the store remembers so that nothing takes effect twice: attempts and sender ids, by group. */
export type Memory = ReturnType<typeof createMemory>;

export function createMemory(db: DatabaseSync, now: () => number) {
  const findAttempt = db.prepare("SELECT number, received FROM attempt WHERE span IN (?, ?) AND grp = ? AND id = ?");
  const addAttempt = db.prepare("INSERT INTO attempt (span, grp, id, number, received) VALUES (?, ?, ?, ?, ?)");
  const dropAttempts = db.prepare(
    "DELETE FROM attempt WHERE (span, grp, id) IN (SELECT span, grp, id FROM attempt WHERE span < ? LIMIT ?)",
  );
  const findSender = db.prepare("SELECT 1 FROM sender_id WHERE span IN (?, ?) AND grp = ? AND id = ?");
  const addSender = db.prepare("INSERT OR IGNORE INTO sender_id (span, grp, id) VALUES (?, ?, ?)");
  const dropSenders = db.prepare(
    "DELETE FROM sender_id WHERE (span, grp, id) IN (SELECT span, grp, id FROM sender_id WHERE span < ? LIMIT ?)",
  );
  const groupMemory = [
    [db.prepare("DELETE FROM attempt WHERE span IN (?, ?) AND grp = ?"), attemptSpanMs],
    [db.prepare("DELETE FROM sender_id WHERE span IN (?, ?) AND grp = ?"), senderSpanMs],
  ] as const;
  let cleanSpan = 0;
  const spanOf = (spanMs: number) => Math.floor(now() / spanMs);
  return {
    /** How an attempt was answered before; `undefined` when it is new. */
    attempt(grp: number, id: string): Committed | undefined {
      const span = spanOf(attemptSpanMs);
      const row = findAttempt.get(span, span - 1, grp, id);
      return row && { kind: "committed", number: int(row.number), received: int(row.received) };
    },
    /** Remembers the answer, and gives it. */
    answer(grp: number, id: string, number: number, received: number): Committed {
      addAttempt.run(spanOf(attemptSpanMs), grp, id, number, received);
      return { kind: "committed", number, received };
    },
    /** Forgets up to `limit` attempts that are old enough. */
    forgetAttempts(limit: number): void {
      const span = spanOf(attemptSpanMs);
      if (span !== cleanSpan && dropAttempts.run(span - 1, limit).changes === 0) cleanSpan = span;
    },
    knows(grp: number, senderId: string): boolean {
      const span = spanOf(senderSpanMs);
      return findSender.get(span, span - 1, grp, senderId) !== undefined;
    },
    keepSenders(grp: number, senderIds: readonly string[]): void {
      for (const id of senderIds) addSender.run(spanOf(senderSpanMs), grp, id);
    },
    /** Forgets a group that is gone: its id may be given to another. */
    forgetGroup(grp: number): void {
      for (const [drop, spanMs] of groupMemory) {
        const span = spanOf(spanMs);
        drop.run(span, span - 1, grp);
      }
    },
    /** Forgets up to `limit` sender ids that are old enough; answers how many. */
    forgetSenders: (limit: number): number => Number(dropSenders.run(spanOf(senderSpanMs) - 1, limit).changes),
  };
}
