type Stoppable = { readonly stop: () => Promise<unknown> };

/** What a test started and must end, the newest first, also when it failed half-way. */
export type Stops = {
  /** Remembers it and hands it back. */
  readonly add: <T extends Stoppable>(started: T) => T;
  /** Ends all, even when one fails to; the first failure is thrown when all were asked. */
  readonly stopAll: () => Promise<void>;
};

export function createStops(): Stops {
  const started: Stoppable[] = [];
  return {
    add: (one) => {
      started.unshift(one);
      return one;
    },
    stopAll: async () => {
      const failures: unknown[] = [];
      for (const { stop } of started.splice(0)) await stop().catch((cause: unknown) => failures.push(cause));
      if (failures.length > 0) throw failures[0];
    },
  };
}
