import { advance } from "../acts/advance.ts";
import type { Known } from "../decision.ts";
import type { Draft } from "../draft.ts";
import { isDrill } from "../fire-drill.ts";
import { type Incident, lasts } from "../incident.ts";
import type { ActionId } from "./action-ids.ts";
import type { ActionPlan } from "./plan.ts";
import type { RunBefore } from "./run.ts";

/** Something is being done about it: the incident moves on, and nothing that was promised is met by that alone (U-04). */
export function beginMitigation(draft: Draft, known: Known, by: string): void {
  advance(draft, "mitigating", known, by);
}

/**
 * Whether Vigie may do anything about an incident by itself: not in an exercise, under a silence, after the source's end, or
 * where nobody is told of it, as in shadow (behaviour 9).
 */
export function mayActByItself(incident: Incident): boolean {
  return lasts(incident) && incident.owed.length > 0 && incident.silenced === undefined && !isDrill(incident);
}

/** What failed, was stopped, taken back or did not help is not repeated by itself, nor is it proposed again. */
export function mayRepeat({ runs = [] }: Pick<Incident, "runs">, action: ActionId): boolean {
  const last = runs.findLast((run) => run.action === action && run.undoes === undefined);
  return last === undefined || (last.verdict?.kind === "helped" && last.undoneBy === undefined);
}

/** The figure that a run is to better; absent where what it is about is not measured. */
export function measuredBefore({ lead }: Incident, plan: ActionPlan): { readonly before?: RunBefore } {
  const { value, metric, segment } = lead.measurement ?? {};
  if (value === undefined || metric === undefined || (plan.helps?.metric ?? metric) !== metric) return {};
  return { before: { metric, value, series: lead.fingerprint, ...(segment === undefined ? {} : { segment }) } };
}
