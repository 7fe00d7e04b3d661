import type { AutomationState } from "./incident/actions/automation-state.ts";
import { type Store, StoreAway } from "./store/port.ts";

/** A process whose clock is further off than this says so (protocol 1.6). */
const clockOffMaxMs = 2_000;

export type ReadyState = {
  readonly draining: boolean;
  readonly sandbox: readonly string[];
  /** The hash of the policy in force here, and those of all that processes run. */
  readonly policy: string;
  readonly policies: readonly string[];
  /** The kill switch (U-06). @throws StoreAway */
  readonly automation: () => Promise<AutomationState>;
};

/** Ready while the store answers and nothing drains; a clock that is off is said, and stops nothing (protocol 1.6). */
export async function readiness(store: Store, now: () => number, { automation, ...state }: ReadyState) {
  const { kind, risks } = store.facts();
  const offsetMs = await unlessAway(store.ping().then(() => clockOffsetMs(store, now)));
  const clock = { offsetMs, wrong: Math.abs(offsetMs ?? 0) > clockOffMaxMs };
  return {
    ready: offsetMs !== null && !state.draining,
    store: { kind, reachable: offsetMs !== null, risks },
    clock,
    automation: (await unlessAway(automation()))?.is ?? null,
    ...state,
  };
}

/** `null` where the store cannot be reached. */
async function unlessAway<T>(asking: Promise<T>): Promise<T | null> {
  return asking.catch((cause: unknown) => {
    if (cause instanceof StoreAway) return null;
    throw cause;
  });
}

/** How far the store's clock is ahead of this process's, in ms. */
export async function clockOffsetMs(store: Store, now: () => number): Promise<number> {
  return Math.round((await store.now()) - now());
}
