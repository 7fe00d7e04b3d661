import { severities } from "../../alert/severity.ts";
import { policyWarnings as say } from "../../words/policy-warnings.ts";
import type { Path } from "../document/path.ts";
import type { PolicyDocument } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import type { IdentityReader } from "../identity.ts";
import { type Matcher, matcherTest } from "../matching/matcher.ts";
import type { Destinations } from "../places/destinations.ts";
import { pages } from "../places/places.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Route } from "../routes/route.ts";

type Parts = {
  readonly document: PolicyDocument;
  readonly route: Route;
  readonly identity: IdentityReader;
  readonly destinations: Destinations;
  /** The routes of presets, as those write them. */
  readonly ofPresets: readonly Route[];
};

/** A route and all that must match for an alert to get there, its parents' matchers first. */
type Way = { readonly route: Route; readonly matchers: readonly Matcher[] };

/** Writes down what is odd in a policy, but may be meant; `policy check` prints it. */
export function writeFindings(parts: Parts, book: FaultBook): void {
  const ways = reachable({ route: parts.route, matchers: [] }, book);
  for (const way of ways) matcherFindings(way, parts.identity, book);
  teamFindings(ways, parts, book);
  tellingFindings(ways, parts, book);
  keyFindings(parts, book);
}

/** Routes that some alert may reach; the others are written down. */
function reachable(way: Way, book: FaultBook): readonly Way[] {
  const children = way.route.children.map((route) => ({
    route,
    matchers: [...way.matchers, ...route.match.matchers],
  }));
  const open = children.filter(({ route, matchers }, at) => {
    const clash = contradiction(matchers);
    if (clash) book.warn([...route.path, "match"], say.contradiction(clash));
    const taker = children.slice(0, at).find((other) => !other.route.goesOn && takesAll(other.route, matchers));
    if (!clash && taker) book.warn(route.path, say.unreachable({ line: taker.route.place.line }));
    return !clash && !taker;
  });
  return [way, ...open.flatMap((child) => reachable(child, book))];
}

/** Whether everything that meets these matchers also meets the route's. */
function takesAll({ match }: Route, matchers: readonly Matcher[]): boolean {
  return match.matchers.every((wanted) =>
    matchers.some(
      ({ name, op, value }) =>
        name === wanted.name &&
        ((op === wanted.op && value === wanted.value) || (op === "=" && matcherTest(wanted)(value))),
    ),
  );
}

/** Two matchers of one label that never hold together. */
function contradiction(matchers: readonly Matcher[]) {
  const excludes = (one: Matcher, other: Matcher) => one.op === "=" && !matcherTest(other)(one.value);
  for (const [at, one] of matchers.entries()) {
    const clash = matchers
      .slice(at + 1)
      .find((other) => other.name === one.name && (excludes(one, other) || excludes(other, one)));
    if (clash) return { label: one.name, above: shown(one), here: shown(clash) };
  }
}

const shown = ({ op, value }: Matcher) => `${op}${JSON.stringify(value)}`;

function matcherFindings({ route: { path, match } }: Way, identity: IdentityReader, book: FaultBook): void {
  if (match.matchers.some(({ name }) => name === "severity")) book.warn([...path, "match"], say.severityMatcher());
  for (const { name, op, value } of match.matchers) {
    if (name !== "service" || op !== "=" || !identity.isAlias(value)) continue;
    book.warn([...path, "match"], say.aliasMatcher({ alias: value, service: identity.serviceOf(value) }));
  }
}

/** `team` in a matcher is the sender's label: what a team merely owns does not come there (behaviour 9). */
function teamFindings(ways: readonly Way[], { document: { services = {} } }: Parts, book: FaultBook): void {
  const named = ways.flatMap(({ route }) =>
    route.match.matchers.filter(({ name, op }) => name === "service" && picks.has(op)),
  );
  const unnamed = Object.entries(services).filter(([id]) => !named.some((matcher) => matcherTest(matcher)(id)));
  for (const { route } of ways) {
    for (const { name, op, value: team } of route.match.matchers) {
      if (name !== "team" || op !== "=") continue;
      const owned = unnamed.flatMap(([id, { owner }]) => (owner === team ? [id] : []));
      if (owned.length > 0) book.warn([...route.path, "match"], say.teamMatcher({ services: owned }));
    }
  }
}

/** Matchers that pick out, rather than leave out. */
const picks: ReadonlySet<string> = new Set(["=", "=~"]);

/** A name that routes tell, for which teams, and where that is written. */
type Told = { readonly name: string; readonly pinned: string | undefined; readonly path: Path };

function toldNames(ways: readonly Way[]): readonly Told[] {
  return ways.flatMap(({ route, matchers }) => {
    const pinned = matchers.find(({ name, op }) => name === "team" && op === "=")?.value;
    const steps = Object.values(route.own.waiting.ladders).flat();
    const called = steps.flatMap(({ to }) =>
      to.map(({ name }) => ({ name, pinned, path: [...route.path, "escalation"] })),
    );
    const told = severities.flatMap((at) =>
      (route.own.tell[at] ?? []).map(({ name }, index) => ({ name, pinned, path: [...route.path, "tell", at, index] })),
    );
    return [...told, ...called];
  });
}

function tellingFindings(ways: readonly Way[], { document, destinations, ofPresets }: Parts, book: FaultBook): void {
  const { byName, byTeam } = destinations;
  const teams = [...byTeam.keys()];
  const told = toldNames(ways);
  const seen = new Set<string>();
  for (const { name, pinned, path } of told) {
    if (byName.has(name) || seen.has(`${name}\n${pinned}`)) continue;
    seen.add(`${name}\n${pinned}`);
    const lacking = (pinned === undefined ? teams : [pinned]).filter((id) => !byTeam.get(id)?.has(name));
    const alsoTeamless = pinned === undefined;
    if (lacking.length > 0 || alsoTeamless) book.warn(path, say.nobodyElse({ name, teams: lacking, alsoTeamless }));
  }
  // What a preset tells that is nowhere is said where the preset says it.
  const byPresets = toldNames(ofPresets.map((route) => ({ route, matchers: route.match.matchers })));
  const all = [...told, ...byPresets];
  for (const name of byName.keys()) {
    if (!all.some((one) => one.name === name)) book.warn(["destinations", name], say.neverTold({ name }), atKey);
  }
  for (const [team, lists] of byTeam) {
    const forTeam = new Set(
      all.filter(({ pinned }) => pinned === undefined || pinned === team).map(({ name }) => name),
    );
    for (const name of lists.keys()) {
      if (!forTeam.has(name)) book.warn(["teams", team, name], say.neverTold({ name }), atKey);
    }
    const borrowed = [...forTeam].filter((name) => !lists.has(name) && wakes(name, destinations));
    for (const name of borrowed) book.warn(["teams", team], say.noOnCall({ team, name }), atKey);
  }
  for (const [id, { owner }] of Object.entries(document.services ?? {})) {
    if (owner === undefined || teams.length === 0 || byTeam.has(owner)) continue;
    book.warn(["services", id, "owner"], say.unknownOwner({ owner, near: nearest(owner, teams), known: teams }));
  }
}

const atKey = { at: "key" } as const;

function wakes(name: string, { byName }: Destinations): boolean {
  return (byName.get(name) ?? []).some(({ receiver }) => pages(receiver));
}

/** Keys that do less, or other, than people may think. */
export function keyFindings({ document, route }: Pick<Parts, "document" | "route">, book: FaultBook): void {
  for (const path of shadowsIn({ document, route })) book.warn(path, say.shadow(), atKey);
}

/** Where a policy says that nobody is told. */
export function shadowsIn({ document, route }: Pick<Parts, "document" | "route">): readonly Path[] {
  const teams = Object.entries(document.teams ?? {});
  const routes = writtenRoutes(document.route, route.path);
  return [
    ...(document.mode === "shadow" ? [["mode"]] : []),
    ...teams.flatMap(([id, { mode }]) => (mode === "shadow" ? [["teams", id, "mode"]] : [])),
    ...routes.flatMap(({ written, path }) => (written.mode === "shadow" ? [[...path, "mode"]] : [])),
  ];
}

type WrittenAt = { readonly written: PolicyDocument["route"]; readonly path: Path };

function writtenRoutes(written: PolicyDocument["route"], path: Path): readonly WrittenAt[] {
  const children = (written.routes ?? []).flatMap((child, at) => writtenRoutes(child, [...path, "routes", at]));
  return [{ written, path }, ...children];
}
