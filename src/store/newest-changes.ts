import type { Change } from "../alert/change.ts";
import { changesAtOnce } from "./port.ts";

/** Markers found under several things as one list: each once, newest first, those of one moment by id. */
export function newestChanges(found: readonly Change[], limit: number): readonly Change[] {
  const once = new Map(found.map((change) => [change.id, change]));
  return [...once.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, boundedChanges(limit));
}

/** How many markers one question gets: at least 1. */
export function boundedChanges(limit: number): number {
  return Math.min(Math.max(Math.floor(limit), 1), changesAtOnce);
}
