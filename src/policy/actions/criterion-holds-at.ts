import { bandFound, type JudgedAlert } from "./metric-band.ts";
import type { Criterion } from "./service-action.ts";

/**
 * From when on a criterion holds for an alert, in ms since the epoch, as long as nothing changes. What is measured of a
 * challenger, a canary or a shadow is no reason to roll the champion back (behaviour 2.5).
 *
 * @returns `null` where it does not
 */
export function criterionHoldsAt(
  { metric, when, minSample, forMs, isMatched }: Criterion,
  one: JudgedAlert,
): number | null {
  const { status, startsAt, measurement } = one.alert;
  if (status !== "firing" || !isMatched) return null;
  if (metric === undefined || when === undefined) return startsAt + forMs;
  if ((measurement?.role ?? "champion") !== "champion") return null;
  if (bandFound(metric, when, [one])?.holds !== true || (measurement?.sampleSize ?? 0) < minSample) return null;
  // A window that is long enough answers at once: it was so all through it.
  return Math.min(measurement?.windowFrom ?? startsAt, startsAt) + forMs;
}
