import type { DatabaseSync } from "node:sqlite";
import type { GateRate, Rank } from "../../incident/mark.ts";
import type { GateAnswer } from "../port.ts";
import { int, text } from "./columns.ts";

/** One gate in memory. Times are the store's clock. */
type Gate = {
  /** When the burst is whole again: the theoretical arrival time of GCRA. */
  readonly wholeAt: number;
  /** Slots taken, modulo 3: the last of three is the kept one. */
  readonly slot: number;
  /** Rank 0 or 1 is known to wait until then: one interval after the time it was told. */
  readonly urgentUntil: number;
  /** Shut by a `Retry-After`. */
  readonly shutUntil: number;
};

const fresh: Gate = { wholeAt: 0, slot: 0, urgentUntil: 0, shutUntil: 0 };

/** Above this many gates, those that are whole again are forgotten. */
const maxGates = 10_000;

/**
 * The gates of the one process that has the file. Only what a vendor asked for (`shut`) is kept on the disk: a slot
 * taken before a restart is not worth a write before each vendor call.
 */
export function createGates(db: DatabaseSync, now: () => number) {
  const gates = new Map<string, Gate>();
  const keep = db.prepare("INSERT OR REPLACE INTO gate (key, shut_until) VALUES (?, ?)");
  const forgetOpened = db.prepare("DELETE FROM gate WHERE shut_until <= ?");
  for (const row of db.prepare("SELECT key, shut_until FROM gate").all())
    gates.set(text(row.key), { ...fresh, shutUntil: int(row.shut_until) });

  function sweep(at: number): void {
    if (gates.size < maxGates) return;
    for (const [key, gate] of gates) if (Math.max(gate.wholeAt, gate.shutUntil) <= at) gates.delete(key);
  }

  return {
    ask(key: string, rate: GateRate, rank: Rank): GateAnswer {
      const at = now();
      const { answer, gate } = askGate(gates.get(key) ?? fresh, rate, rank, at);
      sweep(at);
      gates.set(key, gate);
      return answer;
    },
    /** Shuts a gate; to be called inside a transaction. */
    shut(key: string, until: number): void {
      const gate = gates.get(key) ?? fresh;
      const shutUntil = Math.max(gate.shutUntil, until);
      gates.set(key, { ...gate, shutUntil });
      forgetOpened.run(now());
      keep.run(key, shutUntil);
    },
  };
}

/** GCRA with a slot of three kept for ranks 0 and 1 while one of them waits (protocol 8.1, 8.2). */
function askGate(
  gate: Gate,
  { intervalMs, burst }: GateRate,
  rank: Rank,
  now: number,
): { readonly answer: GateAnswer; readonly gate: Gate } {
  const opensAt = Math.max(gate.wholeAt - (burst - 1) * intervalMs, gate.shutUntil);
  const urgent = rank <= 1;
  if (now < opensAt) {
    const answer = { kind: "shut", at: opensAt } as const;
    return { answer, gate: urgent ? { ...gate, urgentUntil: opensAt + intervalMs } : gate };
  }
  if (!urgent && gate.slot === 2 && now <= gate.urgentUntil)
    return { answer: { kind: "shut", at: gate.urgentUntil + 1 }, gate };
  const wholeAt = Math.max(gate.wholeAt, now) + intervalMs;
  return { answer: { kind: "open" }, gate: { ...gate, wholeAt, slot: (gate.slot + 1) % 3 } };
}
