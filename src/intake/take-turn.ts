import type { Store } from "../store/port.ts";

/** One slot for a group in this time, among all processes: enough for a load, a decision and a commit. */
const turn = { intervalMs: 20, burst: 1 };
/** Longest wait for one slot; who got none by then tries without, lest a clock that stands stop everybody. */
const patienceMs = 250;

/**
 * Waits for this process's slot at a group that several write to, so that its next try is not in vain (protocol 4.1).
 *
 * @throws StoreAway when the gate cannot be asked
 */
export async function takeTurn(store: Pick<Store, "gate">, groupId: string): Promise<void> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const answer = await store.gate(`turn:${groupId}`, turn, 0);
    if (answer.kind === "open") return;
    // Spread, so that those who were refused together do not come back together.
    await new Promise<void>((resolve) => setTimeout(resolve, 5 + 20 * Math.random()));
  }
}
