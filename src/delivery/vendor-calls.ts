import type { IncidentView } from "../incident/view.ts";
import type { Doubt, LookUp, Step, WriteOutcome } from "../receivers/receiver.ts";
import type { SyncContext } from "./sync-context.ts";

/** What is asked of a receiver about one destination; a throw of its own is the outcome `bug` (protocol 9). */
export type VendorCalls = {
  /** The next write, `null` when there is none. */
  plan(view: IncidentView): Step | null | "bug";
  /** The plain line that stands in for what could not be drawn. */
  plain(view: IncidentView): Step | null;
  write(view: IncidentView, step: Step, attemptId: string): Promise<WriteOutcome<unknown>>;
  look(view: IncidentView, doubt: Doubt): Promise<LookUp<unknown>>;
};

export function vendorCalls({ assignment, ledger, receiver, deps }: SyncContext): VendorCalls {
  const { found, destination } = assignment;

  const binding = (): unknown => {
    const { shown } = ledger.kept;
    return shown === null ? null : receiver.readBinding(shown);
  };
  const context = (view: IncidentView) => {
    const signal = AbortSignal.timeout(receiver.timeOutMs);
    return { view, destination, binding: binding(), signal };
  };
  const sayBug = (bug: unknown): void => {
    deps.meter.count("bugs_total", { where: "delivery" });
    deps.log.error({ err: bug, uid: found.incident.uid, destination: destination.id }, "a message could not be made");
  };

  return {
    plan(view) {
      try {
        return receiver.next(view, binding(), destination);
      } catch (bug) {
        sayBug(bug);
        return "bug";
      }
    },
    plain: (view) => receiver.plain(view, binding(), destination),
    async write(view, step, attemptId) {
      const began = deps.monotonicMs();
      try {
        return await receiver.write({ ...context(view), step, attemptId });
      } catch (bug) {
        sayBug(bug);
        return { kind: "retry", reason: "bug", maybe: true };
      } finally {
        deps.meter.observe("vendor_call_ms", deps.monotonicMs() - began, { receiver: receiver.name });
        await deps.probe("called", receiver.name);
      }
    },
    async look(view, doubt) {
      try {
        return (await receiver.lookUp?.({ ...context(view), doubt, attemptId: doubt.attemptId })) ?? { kind: "absent" };
      } catch (bug) {
        sayBug(bug);
        return { kind: "retry", reason: "bug", maybe: true };
      }
    },
  };
}
