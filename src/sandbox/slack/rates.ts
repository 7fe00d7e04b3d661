/** One call each `intervalMs` on average, up to `burst` at once. */
export type Rate = { readonly intervalMs: number; readonly burst: number };

/** Counts calls by key under the given clock (GCRA): 0 when a call passes, else how long to wait, in ms. */
export function createRateLimits(now: () => number): (key: string, rate: Rate) => number {
  const nextFreeAt = new Map<string, number>();
  return (key, { intervalMs, burst }) => {
    const at = now();
    const free = Math.max(nextFreeAt.get(key) ?? 0, at);
    const waitMs = free - at - intervalMs * (burst - 1);
    if (waitMs > 0) return waitMs;
    nextFreeAt.set(key, free + intervalMs);
    return 0;
  };
}
