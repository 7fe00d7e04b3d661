import { type ActDecider, done, refused } from "./act-decider.ts";
import { advance } from "./advance.ts";
import { refusedWhenOver } from "./over.ts";

/**
 * Somebody takes it up: escalation and reminders rest, and its pages are acknowledged everywhere (behaviour 5, protocol
 * 3.2). What is over stays over.
 */
export const acknowledge: ActDecider<"acknowledge"> = (draft, { act, incident, doer, known }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const { acknowledged: before } = incident;
  if (before && (before.by === doer.by || !act.takeOver)) return refused("already-so", before);
  draft.write("acknowledged", { ...doer, ...(before ? { from: before.by } : {}) }, doer.by);
  advance(draft, "triaging", known, doer.by);
  draft.markPages();
  return done;
};
