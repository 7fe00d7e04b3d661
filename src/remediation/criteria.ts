import { criterionHoldsAt } from "../policy/actions/criterion-holds-at.ts";
import type { JudgedAlert } from "../policy/actions/metric-band.ts";
import type { Criterion } from "../policy/actions/service-action.ts";

/** An alert with the criteria of its route, which know whether they match it. */
export type WantingAlert = JudgedAlert & { readonly criteria: readonly Criterion[] };

/** The first criterion that holds, and by what; `againAt`: one would, if it is still so then, in ms since the epoch. */
export type CriterionFound = {
  readonly holds?: { readonly name: string; readonly by: "metric" | "match" };
  readonly againAt?: number;
};

/**
 * Whether a rollback is wanted whatever the severity (A004-36 to 40). A criterion that only matches goes before those that
 * measure: it is never acted on by itself, because going back to an older model stops no attack (C-08).
 *
 * @param alerts those of the incident; only what fires counts
 */
export function criterionThatHolds(alerts: readonly WantingAlert[], now: number): CriterionFound {
  const judged = alerts.flatMap((one) =>
    one.criteria.flatMap((criterion) => {
      const at = criterionHoldsAt(criterion, one);
      const by = criterion.metric === undefined ? ("match" as const) : ("metric" as const);
      return at === null ? [] : [{ at, name: criterion.name, by }];
    }),
  );
  const held = judged.filter(({ at }) => at <= now);
  const holds = held.find(({ by }) => by === "match") ?? held[0];
  const later = judged.flatMap(({ at }) => (at > now ? [at] : []));
  return {
    ...(holds === undefined ? {} : { holds: { name: holds.name, by: holds.by } }),
    ...(later.length === 0 ? {} : { againAt: Math.min(...later) }),
  };
}
