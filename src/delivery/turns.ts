import { type GateRate, type Rank, ranks } from "../incident/mark.ts";

/** Above this many marks that wait behind one gate, those whose turn is over are forgotten. */
const maxWaiting = 10_000;

type Gate = { readonly key: string; readonly rate: GateRate };

/** When marks ask a shut gate again. */
export type Turns = {
  /** When a mark that was refused shall ask again. */
  wait(gate: Gate, mark: string, opensAt: number, rank: Rank): number;
  /** It passed, or the gate was open. */
  passed(gate: Gate, mark: string): void;
};

type Queue = {
  /** The next free slot by rank; absent where nobody waits. */
  readonly free: Map<Rank, number>;
  readonly waiting: Map<string, { readonly at: number; readonly rank: Rank }>;
};

/**
 * Hands out the slots of shut gates one by one, so that of a thousand marks behind one gate each asks again about once,
 * and not all of them at each slot. A mark stands behind those of its own rank and better ones only (protocol 8.2), and
 * keeps its place when it asks before its turn. It is no reservation: the gate alone decides.
 */
export function createTurns(): Turns {
  const queues = new Map<string, Queue>();

  function queueOf(key: string): Queue {
    const queue = queues.get(key) ?? { free: new Map(), waiting: new Map() };
    queues.set(key, queue);
    return queue;
  }

  return {
    wait({ key, rate }, mark, opensAt, rank) {
      const { free, waiting } = queueOf(key);
      const stood = waiting.get(mark);
      if (stood && stood.rank <= rank) return Math.max(stood.at, opensAt);
      const at = Math.max(free.get(rank) ?? 0, opensAt);
      for (const behind of Object.values(ranks))
        if (behind >= rank) free.set(behind, Math.max(free.get(behind) ?? 0, at) + rate.intervalMs);
      if (waiting.size > maxWaiting) for (const [one, turn] of waiting) if (turn.at < opensAt) waiting.delete(one);
      waiting.set(mark, { at, rank });
      return at;
    },
    passed({ key }, mark) {
      const queue = queues.get(key);
      queue?.waiting.delete(mark);
      if (queue?.waiting.size === 0) queues.delete(key);
    },
  };
}
