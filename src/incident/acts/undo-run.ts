import { present } from "../../present.ts";
import type { ActionPlan, PlannedStep } from "../actions/plan.ts";
import { type Run, runUnderWay } from "../actions/run.ts";
import { undoableRun } from "../actions/undoable-run.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";

/** Takes back what a run changed, by a run of its own; also after the end, because what was changed lasts. */
export const undoRun: ActDecider<"undo-run"> = (draft, { act, incident, doer }) => {
  const again = incident.runs?.find(({ id }) => id === act.as);
  if (again) return refused("already-so", { by: again.by, at: again.askedAt });
  const running = runUnderWay(incident);
  if (running) return refused("under-way", { by: running.by, at: running.askedAt });
  const run = undoableRun(incident);
  if (run?.id !== act.run) return refused("nothing-to-undo");
  const plan = backOf(run, draft.now);
  // Whoever was blocked is who is let in again.
  const about = present({ source: run.source });
  draft.write("action-started", { ...doer, run: act.as, action: run.action, plan, undoes: run.id, ...about }, doer.by);
  return done;
};

/** The way back: the same steps in the same order, from and to swapped; those that changed nothing are left out as no-ops. */
function backOf({ plan, steps }: Run, now: number): ActionPlan {
  const { action, to, from, checksServing, withinMs } = plan;
  return {
    ...{ action, at: now, checksServing, withinMs, ...swapped({ from, to }) },
    steps: plan.steps.map((step, at): PlannedStep => {
      const { from: _from, to: _to, memo: _memo, tested: _tested, noop: _noop, ...same } = step;
      const isDone = steps[at]?.state === "done";
      return { ...same, ...swapped(step), ...(isDone ? {} : { noop: true }) };
    }),
  };
}

function swapped({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }) {
  return present({ from: to, to: from });
}
