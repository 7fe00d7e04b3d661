import { isPageUndelivered } from "./delivery/page-undelivered.ts";
import { lanes } from "./incident/mark.ts";
import type { Meter } from "./meter.ts";
import { clockOffsetMs } from "./readiness.ts";
import type { Store } from "./store/port.ts";

type GaugeDeps = {
  readonly store: Store;
  readonly now: () => number;
  readonly meter: Meter;
  /** Asked anew: the policy may be another one. */
  readonly groupsOf: () => Parameters<typeof isPageUndelivered>[1];
};

/** Brings up to date what is asked of the store when metrics are read; what it does not say now stays as it was. */
export async function readGauges({ store, now, meter, groupsOf }: GaugeDeps): Promise<void> {
  const offsetMs = await clockOffsetMs(store, now).catch(() => null);
  if (offsetMs !== null) meter.set("clock_offset_seconds", offsetMs / 1000);
  const waiting = await store.backlog().catch(() => null);
  for (const lane of lanes) if (waiting) meter.set("marks_waiting", waiting[lane], { lane });
  const undelivered = await isPageUndelivered(store, groupsOf()).catch(() => null);
  if (undelivered !== null) meter.set("page_undelivered", undelivered ? 1 : 0);
}
