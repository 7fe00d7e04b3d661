import type { Incident } from "../incident.ts";
import { backTo, runsMax } from "./keep-runs.ts";
import { isUnderWay, type Run } from "./run.ts";

/**
 * The run that can be taken back now: the newest that changed anything, where nothing is under way and nobody has taken it
 * back. An undo is a run too, and can be taken back itself, as long as the incident remembers what it took back.
 */
export function undoableRun({ runs = [] }: Pick<Incident, "runs">): Run | undefined {
  const newest = runs.findLast(({ changed }) => changed);
  if (!newest || newest.undoneBy !== undefined || runs.some(isUnderWay)) return undefined;
  const back = backTo(runs, newest);
  return back.length < runsMax && back.at(-1)?.undoes === undefined ? newest : undefined;
}
