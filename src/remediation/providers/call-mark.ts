import type { Call } from "../provider.ts";

/** What a call leaves at a vendor, so that a repeated one is known: the run and the step's place in it. */
export function markOf({ run, step }: Pick<Call, "run" | "step">): string {
  return `${run}-${step}`;
}
