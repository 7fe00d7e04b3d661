import type { IncidentView } from "../incident/view.ts";
import type { Release } from "../store/port.ts";
import type { Setbacks } from "./setbacks.ts";
import type { SyncContext } from "./sync-context.ts";
import type { VendorCalls } from "./vendor-calls.ts";

/**
 * Looks for the trace of a write whose outcome is not known, before anything is written again (protocol 2). Answers
 * `null` when nothing is in doubt any more, `read-on` when the write was found: what happened since is not in the story
 * at hand.
 */
export async function settleDoubt(
  view: IncidentView,
  { ledger, receiver, deps }: SyncContext,
  calls: VendorCalls,
  setbacks: Setbacks,
): Promise<Release | "read-on" | null> {
  const { doubt } = ledger.kept;
  if (!doubt) return null;
  const seen = await calls.look(view, doubt);
  await deps.probe("looked-up", receiver.name);
  switch (seen.kind) {
    case "found":
      // The story is read from the beginning.
      await ledger.sent(seen.binding, seen.told ?? {}, 0);
      return "read-on";
    case "absent":
      await ledger.save({ doubt: null });
      return null;
    case "wait":
      await ledger.save({ doubt: { ...doubt, looks: doubt.looks + 1 } });
      return { kind: "retry", dueAt: (await deps.store.now()) + seen.afterMs, failed: false };
    case "retry":
      deps.meter.count("deliveries_total", { receiver: receiver.name, outcome: seen.reason });
      return setbacks.retry({ ...seen, maybe: true });
    case "refused":
      deps.meter.count("deliveries_total", { receiver: receiver.name, outcome: seen.reason });
      return setbacks.refused(seen);
  }
}
