import type { Release, Store } from "../store/port.ts";

/** What woke too early looks again no sooner than this: clocks may differ (protocol 1.6). */
const soonestMs = 1_000;

/** Not yet: a process whose clock is behind the store's asks again, but does not spin. */
export async function again(dueAt: number, { store }: { readonly store: Pick<Store, "now"> }): Promise<Release> {
  return { kind: "retry", dueAt: Math.max(dueAt, (await store.now()) + soonestMs), failed: false };
}
