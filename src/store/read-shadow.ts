import type { Incident } from "../incident/incident.ts";
import type { JournalEntry } from "../incident/journal.ts";
import { hasShadow, type WouldTell, wouldHaveTold } from "../incident/shadow-comparison.ts";
import type { Store, StoredIncident } from "./port.ts";

/** How far one request looks back, and how many incidents it shows. */
const lookSize = 200;
const looksMax = 10;
const shownMax = 100;
/** What would have been told is said early and at changes; of longer journals the beginning is read. */
const entriesMax = 500;

/** An incident of which routes in shadow would have told somebody. */
export type ShadowedIncident = StoredIncident & { readonly moments: readonly WouldTell[] };

export type ShadowRead = {
  readonly incidents: readonly ShadowedIncident[];
  /** Incidents looked at, when there are older ones. */
  readonly newestOnly?: number;
};

/** The newest incidents with anything in shadow, each with what would have been told when. */
export async function readShadow(store: Pick<Store, "list" | "journal">): Promise<ShadowRead> {
  const found: StoredIncident[] = [];
  let [looked, next]: [number, string | null] = [0, null];
  for (let look = 0; look < looksMax && found.length < shownMax; look += 1) {
    const page = await store.list({ limit: lookSize, ...(next !== null && { cursor: next }) });
    found.push(...page.incidents.filter(({ incident }) => hasShadow(incident)));
    looked += page.incidents.length;
    next = page.next;
    if (next === null) break;
  }
  const shown = found.slice(0, shownMax);
  const incidents: ShadowedIncident[] = [];
  for (const stored of shown)
    incidents.push({ ...stored, moments: wouldHaveTold(await journalOf(store, stored.incident)) });
  return next === null && shown.length === found.length ? { incidents } : { incidents, newestOnly: looked };
}

function journalOf(store: Pick<Store, "journal">, incident: Incident): Promise<readonly JournalEntry[]> {
  return store.journal(incident, 0, entriesMax);
}
