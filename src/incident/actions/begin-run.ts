import { present } from "../../present.ts";
import { advance } from "../acts/advance.ts";
import type { Known } from "../decision.ts";
import type { Draft } from "../draft.ts";
import { isDrill } from "../fire-drill.ts";
import { type Incident, lasts } from "../incident.ts";
import { cameToNothing } from "./came-to-nothing.ts";
import type { Wish } from "./outlook.ts";
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

/**
 * What failed, was stopped, taken back or did not help is not repeated by itself, nor is it proposed again; what another run
 * or a guard kept from beginning is proposed.
 */
export function mayRepeat(
  { runs = [] }: Pick<Incident, "runs">,
  { kind, action }: Exclude<Wish, { kind: "nothing" }>,
): boolean {
  const last = runs.findLast(
    (run) => run.action === action && run.undoes === undefined && (kind === "act" || !cameToNothing(run)),
  );
  return last === undefined || (last.verdict?.kind === "helped" && last.undoneBy === undefined);
}

/** The figure that a run is to better; absent where what it is about is not measured. */
export function measuredBefore({ lead }: Incident, plan: ActionPlan): { readonly before?: RunBefore } {
  const { value, metric, segment } = lead.measurement ?? {};
  if (value === undefined || metric === undefined || (plan.helps?.metric ?? metric) !== metric) return {};
  return { before: { metric, value, series: lead.fingerprint, ...present({ segment, version: lead.modelVersion }) } };
}
