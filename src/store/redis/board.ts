import { type Lane, lanes, type MarkRequest } from "../../incident/mark.ts";
import { list, number } from "./replies.ts";
import { clockWord, type Session } from "./session.ts";

/** How old what this process knows of the queues may be, in ms: marks of other processes are seen that late at most. */
const surveyEveryMs = 1_000;

/** When a shard's lane wants the next look, and how many marks wait there or are leased. */
type Line = { readonly wakeAt: number | null; readonly marks: number };
const empty: Line = { wakeAt: null, marks: 0 };

/**
 * What this process knows of the queues of all shards, so that an idle tick asks nothing (protocol 4.6). It is only a
 * hint of where to look: scripts decide what is due. What this process commits is noted at once, what others commit is
 * found by a survey of all shards, one cheap script each, at most once a second.
 */
export type Board = ReturnType<typeof createBoard>;

export function createBoard(session: Session) {
  const { keys, scripts, connection, deps } = session;
  const lines = new Map<Lane, Line[]>(lanes.map((lane) => [lane, keys.shards.map(() => empty)]));
  const lineOf = (lane: Lane) => lines.get(lane) ?? [];
  /** How far the store's clock is ahead of ours, in ms. */
  let aheadMs = 0;
  let surveyedAt = Number.NEGATIVE_INFINITY;
  let surveying: Promise<void> | null = null;

  async function survey(): Promise<void> {
    const answers = await connection.run(
      keys.shards.map(({ queue }) => ({
        script: scripts["survey-1"],
        keys: [queue],
        args: [clockWord(session), lanes.length],
      })),
    );
    for (const [shard, answer] of answers.entries()) {
      const [now, ...seen] = list(answer).map(number);
      heard(now ?? deps.now());
      for (const [at, lane] of lanes.entries()) {
        const [due = -1, leaseEnd = -1, marks = 0] = seen.slice(3 * at, 3 * at + 3);
        const times = [due, leaseEnd].filter((time) => time >= 0);
        lineOf(lane)[shard] = { wakeAt: times.length > 0 ? Math.min(...times) : null, marks };
      }
    }
    surveyedAt = deps.now();
  }

  function heard(now: number): void {
    aheadMs = now - deps.now();
  }

  return {
    /** The store's clock, as far as its last answer tells. */
    now: () => (deps.clock === "injected" ? deps.now() : deps.now() + aheadMs),
    /** How long ago something happened by the store's clock, in ms. */
    since(at: number): number {
      return Math.max(this.now() - at, 0);
    },
    /** Notes the time of an answer that has just come. */
    heard,

    /** Surveys all shards unless that was done within the last second; an injected clock says nothing of that. */
    async refresh(): Promise<void> {
      const fresh = deps.clock !== "injected" && Math.abs(deps.now() - surveyedAt) < surveyEveryMs;
      if (fresh) return;
      surveying ??= survey().finally(() => {
        surveying = null;
      });
      await surveying;
    },

    /** This process asked for a mark. */
    asked({ subject, lane, dueAt }: MarkRequest): void {
      this.wants(lane, keys.ofSubject(subject).shard, dueAt);
    },
    /** Somebody must look at a lane of a shard at that time, or earlier. */
    wants(lane: Lane, shard: number, at: number): void {
      const line = lineOf(lane)[shard] ?? empty;
      if (line.wakeAt === null || at < line.wakeAt) lineOf(lane)[shard] = { ...line, wakeAt: at };
    },
    /** A script has just looked: when the lane of that shard wants the next look, negative for never. */
    looked(lane: Lane, shard: number, wakeAt: number): void {
      lineOf(lane)[shard] = { ...(lineOf(lane)[shard] ?? empty), wakeAt: wakeAt < 0 ? null : wakeAt };
    },

    /** Shards where something may be due in a lane. */
    due(lane: Lane): readonly number[] {
      const now = this.now();
      return lineOf(lane).flatMap(({ wakeAt }, shard) => (wakeAt !== null && wakeAt <= now ? [shard] : []));
    },
    /** When a lane wants the next look; `null` when nothing waits or is leased there. */
    next(lane: Lane): number | null {
      const times = lineOf(lane).flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt]));
      return times.length > 0 ? Math.min(...times) : null;
    },
    /** How many marks of a lane wait or are leased. */
    marks: (lane: Lane): number => lineOf(lane).reduce((sum, line) => sum + line.marks, 0),
  };
}
