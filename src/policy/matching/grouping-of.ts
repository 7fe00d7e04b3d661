import type { PolicyDocument, WrittenRoute } from "../document/schema.ts";
import { identityLabels } from "../identity.ts";
import type { Preset } from "../presets/preset.ts";
import { usualGroupBy } from "../routes/route.ts";
import { matcherText, parseMatchers } from "./matcher.ts";

/**
 * What of a policy decides which incident an alert belongs to, and nothing else: a small policy in the same grammar, with
 * its presets, as JSON. Policies that group alike give equal texts, however they are written (protocol 10.1).
 *
 * @param document the policy as read; @param presets those that it names, as read
 */
export function groupingOf(name: string, document: PolicyDocument, presets: ReadonlyMap<string, Preset>): string {
  const policy = {
    version: 1,
    name,
    identity: identityLabels(document),
    ...figuresOf(document),
    route: { ...routeOf(document.route), group_by: sorted(document.route.group_by ?? usualGroupBy) },
  };
  const others = [...presets].map(([id, preset]) => [
    id,
    { version: 1, ...figuresOf(preset.document), route: routeOf(preset.document.route) },
  ]);
  return JSON.stringify({ policy: escaped(policy), presets: escaped(Object.fromEntries(byKey(others))) });
}

function figuresOf({ severity, families, services = {} }: PolicyDocument) {
  const { thresholds } = severity ?? {};
  // A model counts where what names only the model has its service's preset.
  const counts = new Set(Object.values(services).flatMap(({ model, preset }) => (model && preset ? [model] : [])));
  return {
    ...(thresholds ? { severity: { thresholds: rowsOf(thresholds) } } : {}),
    ...(families ? { families: sortedLists(Object.entries(families)) } : {}),
    services: Object.fromEntries(
      byKey(
        Object.entries(services).flatMap(([id, { aliases = [], preset, model = "" }]) => {
          const served = counts.has(model) ? { model } : {};
          const own = { aliases: sorted(aliases), ...(preset === undefined ? {} : { preset }), ...served };
          return aliases.length === 0 && Object.keys(own).length === 1 ? [] : [[id, own]];
        }),
      ),
    ),
  };
}

type Thresholds = NonNullable<NonNullable<PolicyDocument["severity"]>["thresholds"]>;

/** Of a row only its family counts, and with what it compares: without a baseline a row may not apply. */
function rowsOf(thresholds: Thresholds) {
  const rows = thresholds.flatMap(({ family, measure, metrics }) =>
    metrics.map((metric) => JSON.stringify({ family, metrics: [metric], measure, info: "> 0" })),
  );
  return sorted(rows).map((row): unknown => JSON.parse(row));
}

/** A route without what it tells. Routes that only tell are left out where they take no alert from one that groups. */
function routeOf({ match = [], group_by, preset, routes = [] }: WrittenRoute): object {
  const last = routes.findLastIndex(groups);
  return {
    ...(match.length > 0 ? { match: sorted(match.flatMap(matchersOf)) } : {}),
    ...(group_by ? { group_by: sorted(group_by) } : {}),
    ...(preset === undefined ? {} : { preset }),
    ...(last < 0 ? {} : { routes: routes.slice(0, last + 1).map(routeOf) }),
  };
}

function groups({ group_by, preset, routes = [] }: WrittenRoute): boolean {
  return group_by !== undefined || preset !== undefined || routes.some(groups);
}

function matchersOf(written: string): readonly string[] {
  const parsed = parseMatchers(written);
  if (!parsed.ok) return [];
  return parsed.matchers.map(matcherText);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function sortedLists(lists: readonly (readonly [string, readonly string[]])[]) {
  return Object.fromEntries(byKey(lists.map(([key, names]) => [key, sorted(names)])));
}

function byKey<Entry extends readonly unknown[]>(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** Values are final: a `${` in them is no variable any more. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${", () => "$${");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
}
