import type { Known } from "../decision.ts";
import type { Draft } from "../draft.ts";
import { type Phase, phases } from "../incident.ts";

/** Moves an open incident on to a phase; one that is there already, or further, stays where it is (requirements C.2). */
export function advance(draft: Draft, to: Phase, known: Known, by: string): void {
  const from = draft.incident?.phase;
  if (from === undefined || phases.indexOf(from) >= phases.indexOf(to)) return;
  draft.write("phase", { from, to, received: known.received + draft.received }, by);
}
