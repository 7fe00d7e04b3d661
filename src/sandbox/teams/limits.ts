/**
 * How often one bot may write, per channel and in the whole tenant.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit (2026-11-20): per bot and thread
 * 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour; 50 a second per app and tenant.
 */
const channelLimits = [
  { withinMs: 1_000, writes: 7 },
  { withinMs: 2_000, writes: 8 },
  { withinMs: 30_000, writes: 60 },
  { withinMs: 3_600_000, writes: 1_800 },
] as const;
const tenantLimits = [{ withinMs: 1_000, writes: 50 }] as const;

type Limit = { readonly withinMs: number; readonly writes: number };

/** Counts the writes of the last hour, in memory only. */
export type WriteCounter = {
  /** Counts a write, or says after how many milliseconds it may be tried again. */
  admit(channel: string): number | "admitted";
};

export function createWriteCounter(now: () => number): WriteCounter {
  const past = new Map<string, number[]>();
  const wait = (key: string, limits: readonly Limit[], at: number): number => {
    const times = (past.get(key) ?? []).filter((time) => time > at - 3_600_000);
    past.set(key, times);
    return Math.max(0, ...limits.map((limit) => waitFor(limit, times, at)));
  };
  return {
    admit: (channel) => {
      const at = now();
      const waitMs = Math.max(wait(`channel ${channel}`, channelLimits, at), wait("tenant", tenantLimits, at));
      if (waitMs > 0) return waitMs;
      for (const key of [`channel ${channel}`, "tenant"]) past.get(key)?.push(at);
      return "admitted";
    },
  };
}

function waitFor({ withinMs, writes }: Limit, times: readonly number[], at: number): number {
  const blocking = times.at(-writes);
  return blocking === undefined ? 0 : Math.max(0, blocking + withinMs - at);
}
