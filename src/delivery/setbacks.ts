import type { DeliveryReason, Step, WriteOutcome } from "../receivers/receiver.ts";
import type { Release } from "../store/port.ts";
import { backoffMs } from "./backoff.ts";
import type { SyncContext } from "./sync-context.ts";

/** What keeps failing is a dead letter after this (protocol 9); pages never are. */
const restAfterMs = 24 * 60 * 60_000;
/** A destination that fails once is normal; from this try on the other cards say so. */
const triesBeforeSaid = 2;
/** A refused page waits as long as after so many more failures: nothing will change within seconds. */
const refusalWeighs = 4;

export type Refusal = { readonly reason: DeliveryReason; readonly detail?: string | undefined };

/** What becomes of a mark whose write did not succeed (protocol 9). */
export type Setbacks = {
  /** Tries again later; what the vendor asked to be spared for shuts the destination's gate for all replicas. */
  retry(outcome: Extract<WriteOutcome<unknown>, { kind: "retry" }>, step?: Step): Promise<Release>;
  /** The vendor's final word: nothing is in doubt any more. */
  refused(refusal: Refusal): Promise<Release>;
  /** Rests until the next fact; but a page is tried again all the same, as long as it is wanted. */
  giveUp(refusal: Refusal): Promise<Release>;
};

export function setbacks({ assignment, ledger, receiver, deps }: SyncContext): Setbacks {
  const { attempts, lane } = assignment.mark;

  const giveUp = async ({ reason, detail }: Refusal): Promise<Release> => {
    await ledger.say({ reason, detail, state: "undelivered" });
    if (lane !== "page") {
      deps.meter.count("dead_letters_total", { receiver: receiver.name, reason });
      return { kind: "rest", reason };
    }
    const waitMs = backoffMs(attempts + refusalWeighs, deps.random());
    return { kind: "retry", dueAt: (await deps.store.now()) + waitMs, failed: true };
  };

  return {
    async retry({ reason, detail, afterMs = 0, maybe }, step) {
      const now = deps.now();
      const failingSince = ledger.kept.failingSince ?? now;
      await ledger.save({ failingSince, ...(maybe ? {} : { doubt: null }) });
      if (attempts + 1 >= triesBeforeSaid) await ledger.say({ reason, detail, state: "retrying" });
      if (now - failingSince > restAfterMs && lane !== "page") return giveUp({ reason, detail });
      const storeNow = await deps.store.now();
      const [gate] = step?.gates ?? [];
      if (gate && afterMs > 0) await deps.store.shutGate(gate.key, storeNow + afterMs);
      const waitMs = Math.max(afterMs, backoffMs(attempts, deps.random()));
      return { kind: "retry", dueAt: storeNow + waitMs, failed: true };
    },
    async refused(refusal) {
      await ledger.save({ doubt: null });
      return giveUp(refusal);
    },
    giveUp,
  };
}
