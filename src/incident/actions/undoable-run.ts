import type { Incident } from "../incident.ts";
import { isUnderWay, type Run } from "./run.ts";

/**
 * The run that can be taken back now: the newest that changed anything, where nothing is under way and nobody has taken it
 * back. An undo is a run too, and can be taken back itself.
 */
export function undoableRun({ runs = [] }: Pick<Incident, "runs">): Run | undefined {
  if (runs.some(isUnderWay)) return undefined;
  const newest = runs.findLast(({ changed }) => changed);
  return newest?.undoneBy === undefined ? newest : undefined;
}
