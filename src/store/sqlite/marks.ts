import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import {
  type Lane,
  lanes,
  type MarkRequest,
  parseSubjectKey,
  type Rank,
  ranks,
  type Subject,
  subjectKey,
} from "../../incident/mark.ts";
import { passOverMs } from "../later-release.ts";
import type { ClaimedMark, DeadLetter, Release } from "../port.ts";
import { int, intOrNull, text } from "./columns.ts";

/** Marks inside a transaction (`set`, `claim`, `release`) and what is read of them. */
export type Marks = ReturnType<typeof createMarks>;

const allRanks: readonly Rank[] = Object.values(ranks);

/** Where jobs lie, and subjects of a group that was never committed. */
const noGroup = 0;

type KnownGroup = { readonly groupId: string; readonly grp: number };

/** What a worker gives back, as it stands in the store. */
type Leased = {
  readonly rank: number;
  readonly attempts: number;
  readonly notBefore: number;
  readonly later: Later | null;
};

/** What commits asked for since the claim. */
type Later = { readonly at: number; readonly rank: number };

type Waiting = {
  readonly at: number | null;
  readonly rank: number;
  readonly attempts: number;
  readonly notBefore: number;
  readonly resting: string | null;
};

export function createMarks(db: DatabaseSync, now: () => number) {
  const sql = {
    set: db.prepare(`
      INSERT INTO mark (grp, key, lane, rank, at, wanted) VALUES (?, ?, ?, ?, ?, 1)
      ON CONFLICT (grp, key) DO UPDATE SET
        wanted = wanted + 1,
        lane = iif(at IS NULL, excluded.lane, lane),
        rank = iif(at IS NULL AND resting IS NULL, excluded.rank, min(rank, excluded.rank)),
        at = iif(leased, at, max(min(ifnull(at, excluded.at), excluded.at), not_before)),
        later_at = iif(leased, min(ifnull(later_at, excluded.at), excluded.at), NULL),
        later_rank = iif(leased, min(ifnull(later_rank, excluded.rank), excluded.rank), NULL),
        resting = NULL`),
    due: db.prepare(
      "SELECT grp, key, wanted, attempts, fence, leased FROM mark WHERE lane = ? AND rank = ? AND at <= ? ORDER BY at LIMIT ?",
    ),
    lease: db.prepare(
      "UPDATE mark SET fence = ?, leased = 1, at = ?, later_at = NULL, later_rank = NULL WHERE grp = ? AND key = ?",
    ),
    passOver: db.prepare("UPDATE mark SET at = ? WHERE grp = ? AND key = ?"),
    leased: db.prepare(
      "SELECT rank, attempts, not_before, later_at, later_rank FROM mark WHERE grp = ? AND key = ? AND fence = ? AND leased = 1",
    ),
    release: db.prepare(
      "UPDATE mark SET at = ?, rank = ?, attempts = ?, not_before = ?, resting = ?, leased = 0, later_at = NULL, " +
        "later_rank = NULL WHERE grp = ? AND key = ?",
    ),
    voidLeases: db.prepare("UPDATE mark SET at = 0 WHERE at IS NOT NULL AND leased = 1"),
    next: db.prepare("SELECT at FROM mark WHERE lane = ? AND rank = ? AND at IS NOT NULL ORDER BY at LIMIT 1"),
    resting: db.prepare("SELECT key, lane, attempts, resting FROM mark WHERE resting IS NOT NULL LIMIT ?"),
    backlog: db.prepare("SELECT lane, count(*) AS marks FROM mark WHERE at IS NOT NULL GROUP BY lane"),
    group: db.prepare("SELECT id FROM grp WHERE group_id = ?"),
    binding: db.prepare("SELECT fence, value FROM binding WHERE grp = ? AND key = ?"),
    saveBinding: db.prepare("INSERT OR REPLACE INTO binding (grp, key, fence, value) VALUES (?, ?, ?, ?)"),
  };

  /** 0 is "now" on every clock (protocol 1.6); as a time it keeps the order in which marks were first wanted. */
  function timeOf(dueAt: number): number {
    return dueAt === 0 ? now() : dueAt;
  }

  function groupOf(subject: Subject, known?: KnownGroup): number {
    if (subject.kind === "job") return noGroup;
    if (subject.groupId === known?.groupId) return known.grp;
    return intOrNull(sql.group.get(subject.groupId)?.id) ?? noGroup;
  }

  function lease(
    row: Record<string, SQLOutputValue>,
    mark: Pick<ClaimedMark, "subject" | "lane" | "rank">,
    at: number,
    leaseMs: number,
  ): ClaimedMark {
    const fence = int(row.fence) + 1;
    sql.lease.run(fence, at + leaseMs, int(row.grp), text(row.key));
    const { wanted, attempts, leased } = row;
    return { ...mark, wanted: int(wanted), attempts: int(attempts), fence, leaseMs, tookOver: leased === 1 };
  }

  return {
    /** `known` spares the look for the group of the commit. */
    set(requests: readonly MarkRequest[], known?: KnownGroup): void {
      for (const { subject, lane, rank, dueAt } of requests)
        sql.set.run(groupOf(subject, known), subjectKey(subject), lanes.indexOf(lane), rank, timeOf(dueAt));
    },

    claim(lane: Lane, limit: number, leaseMs: number): readonly ClaimedMark[] {
      const at = now();
      const claimed: ClaimedMark[] = [];
      for (const rank of allRanks) {
        for (let again = true; again && claimed.length < limit; ) {
          again = false;
          for (const row of sql.due.all(lanes.indexOf(lane), rank, at, limit - claimed.length)) {
            const subject = parseSubjectKey(text(row.key));
            if (subject) claimed.push(lease(row, { subject, lane, rank }, at, leaseMs));
            else {
              // Only its time moves, so that it does not stand before those that can be worked (protocol 10.3).
              sql.passOver.run(at + passOverMs, int(row.grp), text(row.key));
              again = true;
            }
          }
        }
      }
      return claimed;
    },

    release({ subject, fence }: ClaimedMark, release: Release): "released" | "lost" {
      const grp = groupOf(subject);
      const key = subjectKey(subject);
      const row = sql.leased.get(grp, key, fence);
      if (!row) return "lost";
      const laterAt = intOrNull(row.later_at);
      const asked = release.kind === "retry" ? { ...release, dueAt: timeOf(release.dueAt) } : release;
      const next = afterRelease(asked, {
        rank: int(row.rank),
        attempts: int(row.attempts),
        notBefore: int(row.not_before),
        later: laterAt === null ? null : { at: laterAt, rank: int(row.later_rank) },
      });
      sql.release.run(next.at, next.rank, next.attempts, next.notBefore, next.resting, grp, key);
      return "released";
    },

    /**
     * Ends the leases of the process before this one: it held the file alone and is gone. What it was doing may have
     * reached the vendor, so that these marks are claimed as taken over (protocol 1.4).
     */
    voidLeases(): void {
      sql.voidLeases.run();
    },

    nextDue(lane: Lane): number | null {
      const dues = allRanks.map((rank) => sql.next.get(lanes.indexOf(lane), rank)).filter((row) => row !== undefined);
      return dues.length > 0 ? Math.min(...dues.map((row) => int(row.at))) : null;
    },

    deadLetters: (limit: number): readonly DeadLetter[] =>
      sql.resting.all(limit).flatMap((row) => {
        const subject = parseSubjectKey(text(row.key));
        const lane = lanes[int(row.lane)] ?? "background";
        return subject ? [{ subject, lane, attempts: int(row.attempts), reason: text(row.resting) }] : [];
      }),

    backlog(): Readonly<Record<Lane, number>> {
      const waiting = new Map(sql.backlog.all().map((row) => [lanes[int(row.lane)], int(row.marks)]));
      const of = (lane: Lane) => waiting.get(lane) ?? 0;
      return {
        page: of("page"),
        chat: of("chat"),
        ticket: of("ticket"),
        background: of("background"),
        action: of("action"),
      };
    },

    loadBinding(subject: Subject) {
      const row = sql.binding.get(groupOf(subject), subjectKey(subject));
      if (!row) return null;
      const value: unknown = JSON.parse(text(row.value));
      return { fence: int(row.fence), value };
    },

    /** A mark that is gone was purged: what it showed is nobody's any more. A lease that ran out counts until another's. */
    saveBinding({ subject, fence }: ClaimedMark, value: string): "saved" | "fenced" {
      const grp = groupOf(subject);
      const key = subjectKey(subject);
      if (!sql.leased.get(grp, key, fence)) return "fenced";
      sql.saveBinding.run(grp, key, fence, value);
      return "saved";
    },
  };
}

/** What becomes of a leased mark that is given back (protocol 1.1, 1.6, 9). */
function afterRelease(release: Release, { rank, attempts, notBefore, later }: Leased): Waiting {
  const kept = { rank, attempts, notBefore, resting: null };
  switch (release.kind) {
    case "done":
      return { at: later?.at ?? null, rank: later?.rank ?? rank, attempts: 0, notBefore: 0, resting: null };
    case "retry":
      return release.failed
        ? { ...kept, at: release.dueAt, attempts: attempts + 1, notBefore: release.dueAt }
        : { ...kept, at: Math.min(release.dueAt, later?.at ?? release.dueAt) };
    case "rest":
      return later ? { ...kept, at: Math.max(later.at, notBefore) } : { ...kept, at: null, resting: release.reason };
  }
}
