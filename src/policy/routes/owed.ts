import { type Severity, severities } from "../../alert/severity.ts";
import type { Owed, Team } from "../../incident/judgement.ts";
import { type Destinations, listFor, type NamedEntry } from "../places/destinations.ts";
import { pages } from "../places/places.ts";
import type { Teams } from "../teams.ts";
import { eitherHours, hoursOf } from "./hours.ts";
import type { Route, ToldName } from "./route.ts";

/** Whom a set of routes tells at a severity. */
export type Telling = {
  readonly owed: readonly Owed[];
  /** What routes in shadow would tell, and nobody is told (behaviour 9). */
  readonly shadow: readonly Owed[];
  /** It would have paged where the environment says never. */
  readonly withheld: boolean;
};

/** Answers from memory: what is owed depends on routes, severity, team and whether a page may leave, on nothing else. */
export type TellingTable = (
  leaves: readonly Route[],
  severity: Severity,
  mayPage: boolean,
  team: Team | undefined,
) => Telling;

/** How many combinations of routes are remembered; a policy with more is answered by reckoning again. */
const maxRemembered = 4096;

/** Prepares the answers to "whom does this tell?" for a policy. */
export function tellingTable(destinations: Destinations, teams: Teams): TellingTable {
  /** By team, then by routes, severity and page; a number where an alert ends in one route, as most do. */
  const remembered = new Map<string, Map<number | string, Telling>>();
  let count = 0;
  return (leaves, severity, mayPage, team) => {
    // A team that the policy does not list is told as no team is.
    const own = team && destinations.byTeam.has(team.id) ? team.id : "";
    const at = 2 * severities.indexOf(severity) + (mayPage ? 1 : 0);
    const one = 2 * severities.length * (leaves[0]?.index ?? 0) + at;
    const key = leaves.length === 1 ? one : `${leaves.map(({ index }) => index).join("+")}/${at}`;
    const known = remembered.get(own)?.get(key);
    if (known) return known;
    const told = telling(leaves, severity, mayPage, team, destinations, teams);
    if (count >= maxRemembered) {
      remembered.clear();
      count = 0;
    }
    count += 1;
    remembered.set(own, (remembered.get(own) ?? new Map()).set(key, told));
    return told;
  };
}

function telling(
  leaves: readonly Route[],
  severity: Severity,
  mayPage: boolean,
  team: Team | undefined,
  destinations: Destinations,
  teams: Teams,
): Telling {
  const by = (mode: "live" | "shadow") =>
    toldBy(
      leaves.filter(({ rules }) => teams.modeOf(rules, team) === mode),
      severity,
      mayPage,
      team,
      destinations,
    );
  const { owed, withheld } = by("live");
  const told = new Set(owed.map(({ id }) => id));
  return { owed, withheld, shadow: by("shadow").owed.filter(({ id }) => !told.has(id)) };
}

/**
 * A severity also tells whom the lower ones tell; in the policy's order, each destination once. Where an environment never
 * pages, a page is withheld and so is what would be told in its place (behaviour 1).
 */
function toldBy(
  leaves: readonly Route[],
  severity: Severity,
  mayPage: boolean,
  team: Team | undefined,
  destinations: Destinations,
): Omit<Telling, "shadow"> {
  const owed = new Map<string, Owed>();
  let withheld = false;
  for (const at of severities.slice(0, severities.indexOf(severity) + 1)) {
    for (const { rules } of leaves) {
      for (const told of rules.tell[at]) {
        const list = listFor(told.name, team?.id, destinations);
        for (const entry of list.entries) {
          if (mayPage || !pages(entry.receiver)) owe(owed, entry, told, rules, at, list.team);
          else withheld = true;
        }
      }
    }
  }
  return { owed: [...owed.values()], withheld };
}

function owe(
  owed: Map<string, Owed>,
  entry: NamedEntry,
  { name, during, place }: ToldName,
  rules: Route["rules"],
  at: Severity,
  team: string | undefined,
): void {
  for (const { id, receiver, fallback } of entry.tells) {
    const known = owed.get(id);
    const more = hoursOf(rules, during);
    const hours = known ? eitherHours(known.hours, more) : more && [more];
    // In the place of a page that is not configured it must call people, also where it is told anyway.
    const callsPeople = fallback && pages(entry.receiver);
    const { hours: _hours, ...first } =
      known && !callsPeople
        ? known
        : { id, receiver, told: fallback ? "fallback" : name, at, ...(team ? { team } : {}), place };
    owed.set(id, { ...first, ...(hours ? { hours } : {}) });
  }
}
