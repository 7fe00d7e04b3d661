import type { Criterion } from "../policy/actions/service-action.ts";
import { matcherTest, parseMatchers } from "../policy/matching/matcher.ts";
import { readerOf } from "../policy/subject.ts";
import { bandFound, type JudgedAlert } from "./metric-band.ts";

/** The first criterion that holds, and by what; `againAt`: one would, if it is still so then, in ms since the epoch. */
export type CriterionFound = {
  readonly holds?: { readonly name: string; readonly by: "metric" | "match" };
  readonly againAt?: number;
};

/**
 * Whether a rollback is wanted whatever the severity (A004-36 to 40). One that matches alerts goes before those that
 * measure: it is never done by itself, because going back to an older model stops no attack (C-08).
 *
 * @param alerts those of the incident; only what fires counts
 */
export function criterionThatHolds(
  criteria: readonly Criterion[],
  alerts: readonly JudgedAlert[],
  now: number,
): CriterionFound {
  const judged = criteria.map((criterion) => ({ criterion, at: holdsAt(criterion, alerts) }));
  const held = judged.flatMap(({ criterion, at }) =>
    at !== null && at <= now ? [{ name: criterion.name, by: matches(criterion) ? "match" : "metric" } as const] : [],
  );
  const holds = held.find(({ by }) => by === "match") ?? held[0];
  const later = judged.flatMap(({ at }) => (at !== null && at > now ? [at] : []));
  return {
    ...(holds === undefined ? {} : { holds }),
    ...(later.length === 0 ? {} : { againAt: Math.min(...later) }),
  };
}

/** From when on it holds, in ms since the epoch; `null`: it does not. */
function holdsAt({ metric, when, minSample, forMs, matches }: Criterion, alerts: readonly JudgedAlert[]) {
  const matching = alerts.filter(({ alert }) => alert.status === "firing").filter((one) => isMatched(one, matches));
  if (metric === undefined || when === undefined) {
    const [first] = matches === undefined ? [] : matching;
    return first === undefined ? null : first.alert.startsAt + forMs;
  }
  const found = bandFound(metric, when, matching);
  const { measurement, startsAt = 0 } = found?.alert ?? {};
  if (found?.holds !== true || (measurement?.sampleSize ?? 0) < minSample) return null;
  // A window that is long enough answers at once: it was so all through it.
  return Math.min(measurement?.windowFrom ?? startsAt, startsAt) + forMs;
}

function matches({ metric, matches: written }: Criterion): boolean {
  return metric === undefined && written !== undefined;
}

/** As a route's `match:`: every matcher must fit. */
function isMatched({ alert, judgement: { identity } }: JudgedAlert, written: readonly string[] = []): boolean {
  return written.every((text) => {
    const parsed = parseMatchers(text);
    return parsed.ok && parsed.matchers.every((one) => matcherTest(one)(readerOf(one.name)({ alert, identity })));
  });
}
