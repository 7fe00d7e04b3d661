import type { Run, RunState } from "../actions/run.ts";
import type { Incident } from "../incident.ts";

/** The run of that id where it waits so; `undefined` where it stands elsewhere by now, or is not known. */
export function waitingRun({ runs = [] }: Pick<Incident, "runs">, id: string, state: RunState): Run | undefined {
  return runs.find((run) => run.id === id && run.state === state);
}
