/** Answers to requests that may come again: a retry of Slack's, or one that somebody kept and sends once more. */
export type Replays<T> = {
  /** The answer of before where the key was seen within the window, else that of `run`, which is then remembered. */
  readonly once: (key: string, run: () => Promise<T>) => Promise<T>;
};

/**
 * Remembers answers by key, also while they are still being made, so that the same request twice takes effect once.
 * Beyond `max` the oldest are forgotten: what then comes again is judged by the incident as any stale press.
 *
 * @param windowMs how long a key is remembered, at least as long as its signature is good
 */
export function createReplays<T>(now: () => number, windowMs: number, max: number): Replays<T> {
  const seen = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  const forget = (at: number) => {
    for (const [key, one] of seen) {
      if (at - one.at <= windowMs && seen.size <= max) return;
      seen.delete(key);
    }
  };
  return {
    once(key, run) {
      const at = now();
      forget(at);
      const before = seen.get(key);
      if (before && at - before.at <= windowMs) return before.answer;
      const answer = run();
      seen.set(key, { at, answer });
      return answer;
    },
  };
}
