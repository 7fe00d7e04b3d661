import type { Run, RunFailure } from "./run.ts";

const guards: ReadonlySet<RunFailure> = new Set<RunFailure>(["busy", "cool-down", "per-day", "automation-off"]);

/**
 * Whether a run that was to begin by itself was kept from it before anything was done: by another on the same target, or by
 * a guard that fell meanwhile. It is not begun by itself again, and people are asked instead.
 */
export function cameToNothing({
  by,
  state,
  changed,
  because,
}: Pick<Run, "by" | "state" | "changed" | "because">): boolean {
  return by === "vigie" && state === "failed" && !changed && because !== undefined && guards.has(because);
}
