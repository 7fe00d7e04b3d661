import type { Severity } from "../alert/severity.ts";
import type { Locale } from "../words/locale.ts";
import { policyFaults as say } from "../words/policy.ts";
import { credentialsOf } from "./credentials.ts";
import type { Destination, ReceiverName } from "./destination.ts";
import type { Path } from "./path.ts";
import { type Place, pages, readPlace } from "./places.ts";
import type { FaultBook } from "./policy-error.ts";
import type { PolicyDocument, WrittenDestination } from "./schema.ts";
import { listsOf } from "./teams.ts";

/** What the environment has: values, credentials, and the sandbox where it stands in for a vendor (protocol 12). */
export type Surroundings = {
  /** The language of faults, warnings, and of messages where the policy names none; English by default. */
  readonly locale?: Locale;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the vendor's credentials are set, or the sandbox stands in and supplies them. */
  readonly configured: (receiver: ReceiverName) => boolean | "sandbox";
  /** What the sandbox supplies for variables that are not set, by name or by what it is for. */
  readonly sandboxValues?: Readonly<Record<string, string>> | ((variable: string, receiver: ReceiverName) => string);
};

/** A destination marked `if: configured` that is not; for the banner (protocol 12.2). */
export type LeftOut = {
  /** `slack:#ai-alerts`, `pagerduty:${PAGERDUTY_ROUTING_KEY}`; never a secret. */
  readonly description: string;
  readonly receiver: ReceiverName;
  /** The word in `tell:`. */
  readonly name: string;
  /** The team whose list names it; absent for `destinations:`. */
  readonly team?: string;
  /** Variables to set. */
  readonly missing: readonly string[];
  /** Ids of the configured destinations told in its place. */
  readonly told: readonly string[];
  /** Severities at which some route would tell it. */
  readonly severities: readonly Severity[];
};

/** One entry of a name's list: itself where configured, else what is told in its place. */
export type NamedEntry = {
  readonly receiver: ReceiverName;
  readonly tells: readonly { readonly id: string; readonly receiver: ReceiverName; readonly fallback: boolean }[];
};

/** Lists of places by the name that `tell` uses. */
export type NamedLists = ReadonlyMap<string, readonly NamedEntry[]>;

export type Destinations = {
  readonly byId: ReadonlyMap<string, Destination>;
  /** `destinations:`, for incidents without a team and for names that a team leaves out. */
  readonly byName: NamedLists;
  /** Each team's own lists. */
  readonly byTeam: ReadonlyMap<string, NamedLists>;
  readonly leftOut: readonly Omit<LeftOut, "severities">[];
  /** @see Policy.asWritten */
  readonly asWritten: ReadonlyMap<string, string>;
};

type Reading =
  | {
      readonly state: "configured";
      readonly place: Place;
      readonly asWritten?: string | undefined;
      readonly written: WrittenDestination;
      readonly path: Path;
    }
  | {
      readonly state: "left-out";
      readonly receiver: ReceiverName;
      readonly description: string;
      readonly missing: readonly string[];
    };
type Configured = Extract<Reading, { state: "configured" }>;
type Entry = {
  readonly scope: Scope;
  readonly name: string;
  readonly itself: Reading;
  readonly fallback: readonly Configured[];
};

/** Where lists are written: `destinations:` or a team, and the language of what is told there. */
type Scope = {
  readonly team?: string;
  readonly path: Path;
  readonly lists: Readonly<Record<string, readonly WrittenDestination[]>>;
  readonly locale: Locale;
};

function scopesOf(document: PolicyDocument, otherwise: Locale): readonly [Scope, ...Scope[]] {
  const locale = document.locale ?? otherwise;
  const teams = Object.entries(document.teams ?? {}).map(([id, team]) => ({
    team: id,
    path: ["teams", id],
    lists: listsOf(team),
    locale: team.locale ?? locale,
  }));
  return [{ path: ["destinations"], lists: document.destinations ?? {}, locale }, ...teams];
}

/** What a name in `tell` means for an incident: its team's list, else that of `destinations:` (behaviour 6). */
export function listFor(
  name: string,
  team: string | undefined,
  { byName, byTeam }: Pick<Destinations, "byName" | "byTeam">,
): { readonly entries: readonly NamedEntry[]; readonly team?: string } {
  const own = team === undefined ? undefined : byTeam.get(team)?.get(name);
  return own && team !== undefined ? { entries: own, team } : { entries: byName.get(name) ?? [] };
}

/**
 * Compiles `destinations:` and the teams' own. Two names for one place are one destination, by its id, also across teams
 * (protocol 1.5).
 */
export function compileDestinations(
  document: PolicyDocument,
  surroundings: Surroundings,
  book: FaultBook,
): Destinations {
  const scopes = scopesOf(document, surroundings.locale ?? "en");
  const entries = scopes.flatMap((scope) =>
    Object.entries(scope.lists).flatMap(([name, list]) =>
      list.flatMap((written, at) => readEntry(scope, name, written, [...scope.path, name, at], surroundings, book)),
    ),
  );
  const named = (scope: Scope): NamedLists => {
    const own = entries.filter((entry) => entry.scope === scope);
    const list = (name: string) => own.filter((entry) => entry.name === name).map(namedEntry);
    return new Map(Object.keys(scope.lists).map((name) => [name, list(name)] as const));
  };
  const leftOut = entries.flatMap(({ scope: { team }, name, itself, fallback }) => {
    if (itself.state !== "left-out") return [];
    const told = fallback.map(({ place }) => place.id);
    return [{ ...without(itself), name, ...(team === undefined ? {} : { team }), told }];
  });
  const asWritten = new Map(
    entries
      .flatMap(({ itself, fallback }) => [itself, ...fallback])
      .flatMap((one) => (one.state === "configured" && one.asWritten ? [[one.place.id, one.asWritten] as const] : [])),
  );
  return {
    byId: merge(entries, book),
    byName: named(scopes[0]),
    byTeam: new Map(scopes.flatMap((scope) => (scope.team === undefined ? [] : [[scope.team, named(scope)] as const]))),
    leftOut,
    asWritten,
  };
}

function without({ receiver, description, missing }: Extract<Reading, { state: "left-out" }>) {
  return { receiver, description, missing };
}

function readEntry(
  scope: Scope,
  name: string,
  written: WrittenDestination,
  path: Path,
  surroundings: Surroundings,
  book: FaultBook,
): Entry[] {
  const conditional = written.if === "configured";
  const fallback = (written.fallback ?? []).flatMap((place, at) => {
    const inner = [...path, "fallback", at];
    const found = read(place, inner, conditional || place.if === "configured", surroundings, book);
    return found?.state === "configured" ? [found] : [];
  });
  const itself = read(written, path, conditional, surroundings, book);
  return itself ? [{ scope, name, itself, fallback }] : [];
}

/** One place; what it lacks leaves it out where it is conditional, and is a fault elsewhere (protocol 12.2). */
function read(
  written: WrittenDestination,
  path: Path,
  conditional: boolean,
  { env, configured, sandboxValues = {} }: Surroundings,
  book: FaultBook,
): Reading | undefined {
  const found = readPlace(written, path, {
    fromEnv: (variable) => env[variable],
    fromSandbox: (variable, receiver) => {
      if (configured(receiver) !== "sandbox") return undefined;
      return typeof sandboxValues === "function" ? sandboxValues(variable, receiver) : sandboxValues[variable];
    },
    fault: book.fault,
  });
  if (!found) return undefined;
  const { receiver, description, place, asWritten } = found;
  const missing = [...new Set([...found.missing, ...lackingCredentials(receiver, env, configured)])];
  if (missing.length === 0) return place ? { state: "configured", place, asWritten, written, path } : undefined;
  if (!conditional) book.fault(path, say.notConfigured({ receiver, variables: missing }), { about: "environment" });
  return conditional ? { state: "left-out", receiver, description, missing } : undefined;
}

function lackingCredentials(
  receiver: ReceiverName,
  env: Surroundings["env"],
  configured: Surroundings["configured"],
): readonly string[] {
  if (configured(receiver) !== false) return [];
  const unset = credentialsOf[receiver].filter((name) => !env[name]);
  return unset.length > 0 ? unset : credentialsOf[receiver];
}

function namedEntry({ itself, fallback }: Entry): NamedEntry {
  if (itself.state === "configured") {
    const { id, receiver } = itself.place;
    return { receiver, tells: [{ id, receiver, fallback: false }] };
  }
  const tells = fallback.map(({ place: { id, receiver } }) => ({ id, receiver, fallback: true }));
  return { receiver: itself.receiver, tells };
}

/** Destinations by id: what is named itself first, then what is only ever a fallback. */
function merge(entries: readonly Entry[], book: FaultBook): Map<string, Destination> {
  const byId = new Map<string, Destination>();
  const settings = new Map<string, string>();
  for (const { scope, itself, fallback } of entries) {
    if (itself.state !== "configured") continue;
    const { place, written, path } = itself;
    const locale = written.locale ?? scope.locale;
    const said = JSON.stringify([place, locale]);
    const first = settings.get(place.id) ?? said;
    if (first !== said) book.fault(path, say.placeTwice({ place: place.id }));
    settings.set(place.id, first);
    const known = byId.get(place.id);
    // The others mention whom the page's fallback would have mentioned (protocol 3.4).
    const instead = pages(place.receiver) ? fallback.find((one) => one.written.mention) : undefined;
    const mention = known?.mention ?? written.mention ?? instead?.written.mention;
    const ids = fallback.map((one) => one.place.id);
    byId.set(place.id, {
      ...place,
      locale,
      ...(mention ? { mention } : {}),
      fallback: [...new Set([...(known?.fallback ?? []), ...ids])],
    });
  }
  for (const { scope, itself, fallback } of entries) {
    const standsIn = itself.state === "left-out" && pages(itself.receiver);
    for (const { place, written } of fallback) {
      const known = byId.get(place.id);
      const mention = known?.mention ?? (known && !standsIn ? undefined : written.mention);
      byId.set(place.id, {
        ...(known ?? { ...place, locale: written.locale ?? scope.locale, fallback: [] }),
        ...(mention ? { mention } : {}),
        ...(standsIn ? { standsIn } : {}),
      });
    }
  }
  return byId;
}
