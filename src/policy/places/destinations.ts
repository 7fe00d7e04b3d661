import type { Severity } from "../../alert/severity.ts";
import { policyFaults as say } from "../../words/policy.ts";
import type { Destination, ReceiverName } from "../destination.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { FaultBook } from "../policy-error.ts";
import { type Entry, readEntries, type Scope, type Surroundings, scopesOf } from "./destination-entries.ts";
import { pages } from "./places.ts";

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
  const entries = readEntries(scopes, surroundings, book);
  const named = (scope: Scope): NamedLists => {
    const own = entries.filter((entry) => entry.scope === scope);
    const list = (name: string) => own.filter((entry) => entry.name === name).map(namedEntry);
    return new Map(Object.keys(scope.lists).map((name) => [name, list(name)] as const));
  };
  const leftOut = entries.flatMap(({ scope: { team }, name, itself, fallback }) => {
    if (itself.state !== "left-out") return [];
    const told = fallback.map(({ place }) => place.id);
    const { receiver, description, missing } = itself;
    return [{ receiver, description, missing, name, ...(team === undefined ? {} : { team }), told }];
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
