import type { Incident } from "../incident.ts";
import { backTo, runsMax } from "./keep-runs.ts";
import { isUnderWay, type Run, type RunStep } from "./run.ts";

/**
 * The run that can be taken back now: the newest that changed anything, where nothing is under way and nobody has taken it
 * back. An undo is a run too, and can be taken back itself, as long as the incident remembers what it took back.
 */
export function undoableRun({ runs = [] }: Pick<Incident, "runs">): Run | undefined {
  const newest = runs.findLast(({ changed }) => changed);
  if (!newest || newest.undoneBy !== undefined || runs.some(isUnderWay) || !newest.steps.some(hasWayBack(newest)))
    return undefined;
  const back = backTo(runs, newest);
  return back.length < runsMax && back.at(-1)?.undoes === undefined ? newest : undefined;
}

/** Whether a step changed what can be changed back: a restart is over, and so is a workflow that takes no version. */
function hasWayBack({ plan }: Run): (step: RunStep, at: number) => boolean {
  return ({ state }, at) => {
    const { doing, to } = plan.steps[at] ?? {};
    const isOver = doing === "restart" || (doing === "run-workflow" && to === undefined);
    return state === "done" && !isOver;
  };
}
