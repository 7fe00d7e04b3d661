import { type Severity, severities } from "../alert/severity.ts";
import type { Owed } from "../incident/judgement.ts";
import type { Destinations } from "./destinations.ts";
import { pages } from "./places.ts";
import type { Route } from "./route.ts";

/** Whom a set of routes tells at a severity, and whether it would have paged where the environment says never. */
export type Telling = { readonly owed: readonly Owed[]; readonly withheld: boolean };

/** Answers from memory: what is owed depends on the routes, the severity and whether a page may leave, on nothing else. */
export type TellingTable = (leaves: readonly Route[], severity: Severity, mayPage: boolean) => Telling;

/** How many combinations of routes are remembered; a policy with more is answered by reckoning again. */
const maxRemembered = 4096;

/** Prepares the answers to "whom does this tell?" for a policy. */
export function tellingTable(destinations: Destinations): TellingTable {
  const remembered = new Map<string, Telling>();
  return (leaves, severity, mayPage) => {
    const routes = leaves.length === 1 ? leaves[0]?.index : leaves.map(({ index }) => index).join("+");
    const key = `${routes}/${severity}/${mayPage}`;
    const known = remembered.get(key);
    if (known) return known;
    const told = telling(leaves, severity, mayPage, destinations);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, told);
    return told;
  };
}

/**
 * A severity also tells whom the lower ones tell; in the policy's order, each destination once. Where an environment never
 * pages, a page is withheld and so is what would be told in its place (behaviour 1).
 */
function telling(leaves: readonly Route[], severity: Severity, mayPage: boolean, { byName }: Destinations): Telling {
  const owed = new Map<string, Owed>();
  let withheld = false;
  for (const at of severities.slice(0, severities.indexOf(severity) + 1)) {
    for (const { name, place } of leaves.flatMap(({ rules }) => rules.tell[at])) {
      for (const entry of byName.get(name) ?? []) {
        if (!mayPage && pages(entry.receiver)) {
          withheld = true;
          continue;
        }
        for (const { id, receiver, fallback } of entry.tells) {
          // In the place of a page that is not configured it must call people, also where it is told anyway.
          const callsPeople = fallback && pages(entry.receiver);
          if (!owed.has(id) || callsPeople)
            owed.set(id, { id, receiver, told: fallback ? "fallback" : name, at, place });
        }
      }
    }
  }
  return { owed: [...owed.values()], withheld };
}
