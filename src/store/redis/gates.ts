import type { GateRate, Rank } from "../../incident/mark.ts";
import type { GateAnswer } from "../port.ts";
import { lifetimesMs } from "./keys.ts";
import { number } from "./replies.ts";
import { clockWord, one, type Session } from "./session.ts";

/** Gates: one key each, in a slot of its own, shared by all replicas (protocol 8.1). */
export function createGates(session: Session) {
  const { keys, scripts } = session;
  return {
    async gate(key: string, { intervalMs, burst }: GateRate, rank: Rank): Promise<GateAnswer> {
      const args = [clockWord(session), intervalMs, burst, rank, lifetimesMs.idleGate];
      const at = number(await one(session, { script: scripts["gate-1"], keys: [keys.gate(key)], args }));
      return at === 0 ? { kind: "open" } : { kind: "shut", at };
    },
    async shutGate(key: string, at: number): Promise<void> {
      const args = [clockWord(session), at, lifetimesMs.idleGate];
      await one(session, { script: scripts["shut-1"], keys: [keys.gate(key)], args });
    },
  };
}
