import { type Severity, severities } from "../../alert/severity.ts";
import {
  type DeadlineKind,
  deadlineKinds,
  type JudgedDeadline,
  type Lifecycle,
  type PolicyPlace,
} from "../../incident/judgement.ts";
import { policyFaults as say } from "../../words/policy.ts";
import type { Path } from "../document/path.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { Mode, WrittenRoute } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import type { FaultBook } from "../policy-error.ts";
import { type CompiledMatch, compileMatch, type Subject } from "../subject.ts";
import { parseDuration } from "../time/duration.ts";
import { type ActingRules, actsOnNothing, compileActing, inheritActing } from "./acting.ts";
import { checkInterval, compileRouteHours, type RouteHours } from "./hours.ts";
import { compileWaiting, inheritWaiting, type WaitingRules, waitsForNobody } from "./waiting.ts";

/** A name in a `tell:` list, where it stands, and the interval in which it may ring. */
export type ToldName = { readonly name: string; readonly during?: string; readonly place: PolicyPlace };

/** A preset, as the policy writes it, and where. */
export type NamedPreset = { readonly name: string; readonly place: PolicyPlace };

/** What a route says, its parents' keys included. */
export type RouteRules = RouteHours & {
  /** Absent where no route on the way writes it: the team's mode holds, else the policy's. */
  readonly mode?: Mode;
  readonly lifecycle?: Lifecycle;
  /** Where the figures come from, unless the service says it. */
  readonly preset?: NamedPreset;
  readonly groupBy: readonly string[];
  readonly groupByPlace?: PolicyPlace;
  readonly tell: Readonly<Record<Severity, readonly ToldName[]>>;
  readonly deadlines: Readonly<Record<Severity, readonly JudgedDeadline[]>>;
  readonly waiting: WaitingRules;
  readonly acting: ActingRules;
};

/** What a route writes itself; what it leaves out is its parent's, in `tell` and `deadlines` severity by severity. */
export type OwnRules = Partial<Omit<RouteRules, "tell" | "deadlines" | "waiting" | "acting">> & {
  readonly waiting: WaitingRules;
  readonly acting: ActingRules;
  readonly tell: Partial<RouteRules["tell"]>;
  readonly deadlines: Partial<RouteRules["deadlines"]>;
};

/** A route's rules: its own, and its parent's where it writes none. */
export function inherit(parent: RouteRules, own: OwnRules): RouteRules {
  return {
    ...parent,
    ...own,
    tell: { ...parent.tell, ...own.tell },
    deadlines: { ...parent.deadlines, ...own.deadlines },
    waiting: inheritWaiting(parent.waiting, own.waiting),
    acting: inheritActing(parent.acting, own.acting),
  };
}

/** One route of the tree. */
export type Route = {
  readonly index: number;
  readonly path: Path;
  readonly place: PolicyPlace;
  /** The matchers as written, for people. */
  readonly written: readonly string[];
  readonly match: CompiledMatch;
  readonly goesOn: boolean;
  readonly own: OwnRules;
  readonly rules: RouteRules;
  readonly children: readonly Route[];
};

export const usualGroupBy = ["environment", "service", "model", "family"] as const;

const nobody: Readonly<Record<Severity, readonly never[]>> = { info: [], warning: [], critical: [], urgent: [] };
const rootRules: RouteRules = {
  groupBy: usualGroupBy,
  tell: nobody,
  deadlines: nobody,
  waiting: waitsForNobody,
  acting: actsOnNothing,
};

type Bench = {
  readonly text: PolicyText;
  readonly book: FaultBook;
  readonly names: readonly string[];
  readonly intervals: readonly string[];
  readonly count: { routes: number };
};

/** What routes may name: destinations of the policy or of a team, and time intervals. */
export type Namable = Pick<Bench, "names" | "intervals">;

/** Compiles the route tree. A child inherits every key; in `tell` and `deadlines` each severity is a key of its own. */
export function compileRoutes(root: WrittenRoute, text: PolicyText, namable: Namable, book: FaultBook): Route {
  const bench: Bench = { text, book, ...namable, count: { routes: 0 } };
  if (root.match && root.match.length > 0) book.fault(["route", "match"], say.rootMatch(), { at: "key" });
  return compileRoute({ ...root, match: undefined }, ["route"], rootRules, bench);
}

function compileRoute(written: WrittenRoute, path: Path, parent: RouteRules, bench: Bench): Route {
  const { text, book, count } = bench;
  const index = count.routes;
  count.routes += 1;
  const match = compileMatch(written.match ?? [], [...path, "match"], book);
  const own: OwnRules = {
    ...(written.mode ? { mode: written.mode } : {}),
    ...(written.lifecycle ? { lifecycle: written.lifecycle } : {}),
    ...(written.preset ? { preset: { name: written.preset, place: bench.text.place([...path, "preset"]) } } : {}),
    ...compileRouteHours(written, path, bench.intervals, book),
    ...(written.group_by ? compileGroupBy(written.group_by, [...path, "group_by"], bench) : {}),
    tell: compileTell(written, path, bench),
    deadlines: compileDeadlines(written, path, bench),
    waiting: compileWaiting(written, path, bench),
    acting: compileActing(written, path, bench),
  };
  const rules = inherit(parent, own);
  const routes = written.routes ?? [];
  const children = routes.map((child, at) => compileRoute(child, [...path, "routes", at], rules, bench));
  return {
    index,
    path,
    place: text.place(path),
    written: written.match ?? [],
    match,
    goesOn: written.continue ?? false,
    own,
    rules,
    children,
  };
}

function compileGroupBy(names: readonly string[], path: Path, { text, book }: Bench) {
  const all = names.indexOf("...");
  if (all >= 0) book.fault([...path, all], say.groupByAll());
  return { groupBy: names, groupByPlace: text.place(path) };
}

function compileTell(written: WrittenRoute, path: Path, { text, book, names, intervals }: Bench) {
  const tell: { [At in Severity]?: readonly ToldName[] } = {};
  for (const severity of severities) {
    const list = written.tell?.[severity];
    if (!list) continue;
    tell[severity] = list.map((told, at) => {
      const { to: name, during } = typeof told === "string" ? { to: told } : told;
      const place = [...path, "tell", severity, at];
      if (!names.includes(name)) {
        const at = typeof told === "string" ? place : [...place, "to"];
        book.fault(at, say.unknownDestination({ name, near: nearest(name, names), known: names }));
      }
      if (during !== undefined) checkInterval(during, [...place, "during"], intervals, book);
      return { name, ...(during === undefined ? {} : { during }), place: text.place(place) };
    });
  }
  return tell;
}

function compileDeadlines(written: WrittenRoute, path: Path, { text, book }: Bench) {
  const deadlines: { [At in Severity]?: readonly JudgedDeadline[] } = {};
  for (const severity of severities) {
    const named = written.deadlines?.[severity];
    if (!named) continue;
    deadlines[severity] = deadlineKinds.flatMap((kind: DeadlineKind) => {
      const value = named[kind];
      if (value === undefined) return [];
      const place = [...path, "deadlines", severity, kind];
      const afterMs = parseDuration(value);
      if (afterMs === null) book.fault(place, say.badDuration({ value }));
      return [{ kind, afterMs: afterMs ?? 0, place: text.place(place) }];
    });
  }
  return deadlines;
}

/**
 * The routes that an alert ends in, in order: the first child that matches wins, `continue: true` looks further, and a
 * route none of whose children match is where it ends (as in Alertmanager).
 *
 * @returns at least one route
 */
export function leavesOf(route: Route, subject: Subject): readonly Route[] {
  const leaves: Route[] = [];
  collect(route, subject, leaves);
  return leaves;
}

function collect(route: Route, subject: Subject, leaves: Route[]): void {
  const before = leaves.length;
  for (const child of route.children) {
    if (!child.match.test(subject)) continue;
    collect(child, subject, leaves);
    if (!child.goesOn) break;
  }
  if (leaves.length === before) leaves.push(route);
}

/** All routes of a tree, parents first. */
export function allRoutes(route: Route): readonly Route[] {
  return [route, ...route.children.flatMap(allRoutes)];
}
