import type { Release } from "../store/port.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** Ended incidents leave the hot store so long after their end: `retention.hot` (protocol 8.4). */
const hotMs = 90 * 24 * 60 * 60_000;
const purgeEveryMs = 60 * 60_000;
const purgeAtOnce = 200;

/** Named jobs of the one queue, so that one replica runs each (protocol 4.5). */
const jobs: Readonly<Record<string, (deps: DeliveryDeps) => Promise<Release>>> = {
  purge: async ({ store, now }) => {
    const removed = await store.purge(now() - hotMs, purgeAtOnce);
    const waitMs = removed === purgeAtOnce ? 1_000 : purgeEveryMs;
    return { kind: "retry", dueAt: (await store.now()) + waitMs, failed: false };
  },
};

export const jobNames: readonly string[] = Object.keys(jobs);

/** Runs a job; one of a later version is left for a process that knows it. */
export async function runJob(name: string, deps: DeliveryDeps): Promise<Release> {
  const job = jobs[name] ?? deps.jobs?.()[name];
  return job ? job(deps) : { kind: "retry", dueAt: (await deps.store.now()) + purgeEveryMs, failed: false };
}
