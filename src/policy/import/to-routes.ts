import { importNotes as tell } from "../../words/policy-import.ts";
import { type Matcher, matcherText } from "../matching/matcher.ts";
import { usualGroupBy } from "../routes/route.ts";
import { identityNames } from "../subject.ts";
import type { Bench } from "./bench.ts";
import type { AlertmanagerRoute } from "./read-routes.ts";

/** A route as a policy writes it. */
export type ImportedRoute = {
  readonly match?: readonly string[];
  readonly continue?: true;
  readonly group_by?: readonly string[];
  readonly tell?: { readonly info: readonly string[] };
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly ImportedRoute[];
};

/** Severity labels' words that an imported policy knows. */
export const severityWords = {
  info: "info",
  warning: "warning",
  error: "critical",
  critical: "critical",
  page: "critical",
  urgent: "urgent",
} as const;

/**
 * Turns Alertmanager's route tree into Vigie's. The same children win in the same order; what routes inherit in Vigie and
 * not in Alertmanager (time intervals) is written out.
 *
 * @param vigie receivers that lead to Vigie itself
 * @returns `undefined` for a route that cannot be said in Vigie; it is noted, and left out with all below it
 */
export function toRoute(
  route: AlertmanagerRoute,
  parent: AlertmanagerRoute | null,
  vigie: ReadonlySet<string>,
  bench: Bench,
): ImportedRoute | undefined {
  if (!canBeSaid(route, bench)) return undefined;
  const { match, receiver, goesOn, path, timing } = route;
  for (const matcher of match) noteMatcher(matcher, route, bench);
  if (timing.length > 0) bench.note("stays", path, tell.timing({ keys: timing }));
  const routes = vigieLast(route.routes, vigie, bench).flatMap((child) => toRoute(child, route, vigie, bench) ?? []);
  const groupBy = toGroupBy(route, parent, bench);
  const mute = writtenOut(route.mute, parent?.mute);
  const active = writtenOut(route.active, parent?.active);
  return {
    ...(match.length > 0 && { match: match.map(matcherText) }),
    ...(goesOn && { continue: true }),
    ...(groupBy && { group_by: groupBy }),
    // A severity also tells whom the lower ones tell: told from the lowest on is told always, as in Alertmanager.
    ...(receiver !== "" && { tell: { info: [receiver] } }),
    ...(mute && { mute_time_intervals: mute }),
    ...(active && { active_time_intervals: active }),
    ...(routes.length > 0 && { routes }),
  };
}

/**
 * A route that only hands alerts to Vigie stands first in Alertmanager. Here an incident is grouped by the first route
 * that its alert ends in, which must be one that tells people.
 */
function vigieLast(routes: readonly AlertmanagerRoute[], vigie: ReadonlySet<string>, bench: Bench) {
  const onlyVigie = routes.filter(
    ({ receiver, goesOn, routes: inner }) => goesOn && inner.length === 0 && vigie.has(receiver),
  );
  for (const { path } of onlyVigie) bench.note("changed", path, tell.vigieLast());
  return [...routes.filter((route) => !onlyVigie.includes(route)), ...onlyVigie];
}

/** Whether a matcher of the tree names this label. */
export function matchesOn(label: string, { match, routes }: AlertmanagerRoute): boolean {
  return match.some(({ name }) => name === label) || routes.some((route) => matchesOn(label, route));
}

function canBeSaid({ match, path, routes }: AlertmanagerRoute, bench: Bench): boolean {
  const bySource = match.some(({ name }) => name === "source");
  if (bySource) bench.note("notCarried", path, tell.sourceLabel({ below: countOf(routes) }));
  return !bySource;
}

function countOf(routes: readonly AlertmanagerRoute[]): number {
  return routes.reduce((sum, { routes: inner }) => sum + 1 + countOf(inner), 0);
}

/** What a matcher means in Vigie where that is not quite what it meant. */
function noteMatcher({ name, op, value }: Matcher, { path }: AlertmanagerRoute, bench: Bench): void {
  if (name === "environment") bench.note("changed", path, tell.environmentMatcher());
  if (name === "family") bench.note("changed", path, tell.familyMatcher());
  if (name === "severity" && op === "=" && !Object.hasOwn(severityWords, value.toLowerCase())) {
    bench.note("changed", path, tell.severityWord({ value }));
  }
}

function toGroupBy({ groupBy, path }: AlertmanagerRoute, parent: AlertmanagerRoute | null, bench: Bench) {
  const at = [...path, "group_by"];
  if (groupBy[0] === "...") {
    bench.note("changed", at, tell.groupByAll());
    return usualGroupBy;
  }
  if (groupBy.length === 0) {
    if (parent === null) bench.note("changed", path, tell.groupByNone());
    return undefined;
  }
  const names = groupBy.filter((name) => identityNames.some((one) => one === name));
  if (names.length > 0) bench.note("changed", at, tell.groupByIdentity({ names }));
  return groupBy;
}

/** Alertmanager's routes do not inherit intervals: a child of a route that has some says that it has none. */
function writtenOut(own: readonly string[], above: readonly string[] = []): readonly string[] | undefined {
  return own.length > 0 || above.length > 0 ? own : undefined;
}
