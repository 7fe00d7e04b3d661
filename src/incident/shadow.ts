import type { Draft } from "./draft.ts";
import type { ShadowMoment } from "./entry-kinds.ts";
import type { Incident } from "./incident.ts";
import type { Owed } from "./judgement.ts";
import { isSamePlace } from "./newly-owed.ts";
import { isPager } from "./paging.ts";

/**
 * Writes down what routes in shadow would have told now; nobody is told for it (behaviour 9).
 *
 * @param judged what they would tell at the alert's severity
 */
export function shadow(draft: Draft, judged: readonly Owed[], when: ShadowMoment): void {
  const { incident } = draft;
  if (!incident) return;
  const would = judged.filter(({ id }) => !incident.owed.some((owed) => owed.id === id));
  const further = would.filter(({ id }) => !incident.shadow?.some((known) => known.id === id));
  const told = when === "route" ? further : would;
  if (told.length === 0) return;
  draft.write("shadowed", { would: told, page: (when === "reopened" ? would : further).some(isPager), when });
}

/** The end would have been told to whom the rest would have been. */
export function wouldHaveEnded(draft: Draft): void {
  const would = draft.incident?.shadow ?? [];
  if (would.length > 0) draft.write("shadowed", { would: [...would], page: false, when: "ended" });
}

/** Destinations that leave shadow with their incident open: it is adopted, and nobody is rung for it (behaviour 9). */
export function leavingShadow({ shadow: before = [] }: Incident, owed: readonly Owed[]): readonly Owed[] {
  return owed.filter((one) => before.some((other) => isSamePlace(one, other)));
}
