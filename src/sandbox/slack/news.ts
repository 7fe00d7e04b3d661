/** Who waits for something to happen in the stand-in, so that a page shows what a press led to. */
export type News<T> = {
  readonly say: (key: string, what: T) => void;
  /** The first of these to happen; `null` when none did in time. */
  readonly first: (keys: readonly string[], withinMs: number) => Promise<T | null>;
};

export function createNews<T>(): News<T> {
  const waiting = new Set<{ readonly keys: readonly string[]; readonly resolve: (what: T | null) => void }>();
  return {
    say(key, what) {
      for (const one of waiting) if (one.keys.includes(key)) one.resolve(what);
    },
    async first(keys, withinMs) {
      const { promise, resolve } = Promise.withResolvers<T | null>();
      const one = { keys, resolve };
      waiting.add(one);
      const timer = setTimeout(() => resolve(null), withinMs);
      const what = await promise;
      clearTimeout(timer);
      waiting.delete(one);
      return what;
    },
  };
}
