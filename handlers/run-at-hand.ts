import type { Run } from "../src/incident/actions/run.ts";
import type { Incident } from "../src/incident/incident.ts";

/** The run that waits in a state: for an approver, or for the end of its veto window. */
export function runAtHand({ runs = [] }: Pick<Incident, "runs">, state: "asked" | "veto"): Run | undefined {
  return runs.find((run) => run.state === state);
}

/** Whoever may do an action may also hold it, hurry it and decline it; a late press asks for that of the newest run. */
export function permissionAt(incident: Pick<Incident, "runs">, state: "asked" | "veto"): string {
  return permissionOf(runAtHand(incident, state) ?? incident.runs?.at(-1));
}

/** Whoever may do an action may also take it back. */
export function permissionOf(run: Run | undefined): string {
  return run?.action ?? "rollback";
}
