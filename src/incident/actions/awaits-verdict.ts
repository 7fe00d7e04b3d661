import type { Run } from "./run.ts";

/** Whether a run still waits for a word on whether it helped: none was said, or that it cannot be told yet. */
export function awaitsVerdict({ state, verdict, undoneBy }: Run): boolean {
  if (undoneBy !== undefined) return false;
  return verdict === undefined ? state === "watching" : verdict.kind === "cannot-tell";
}
