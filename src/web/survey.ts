import type { Severity } from "../alert/severity.ts";
import { isOpen } from "../incident/incident.ts";
import type { IncidentPage, Store, StoredIncident } from "../store/port.ts";
import { type Filter, matches } from "./filter.ts";

type Lists = Pick<Store, "list">;

/** How many incidents one look at the store answers. */
const lookSize = 100;
/** A page is full from here on; it never cuts a look in two, because the cursor stands between looks. */
const pageSize = 50;
/** How far one request searches: a rare filter then ends in a link to older ones. */
const looksMax = 10;

/** Incidents that match, newest first, and where older ones are. */
export async function searchIncidents(store: Lists, filter: Filter, cursor: string | undefined): Promise<IncidentPage> {
  const found: StoredIncident[] = [];
  let next: string | null = cursor ?? null;
  for (let look = 0; look < looksMax && found.length < pageSize; look += 1) {
    const page = await store.list({ limit: lookSize, ...(next !== null && { cursor: next }) });
    found.push(...page.incidents.filter(({ incident }) => matches(incident, filter)));
    next = page.next;
    if (next === null) break;
  }
  return { incidents: found, next };
}

/** How many incidents there are of each kind among the newest. */
export type Tally = {
  readonly open: Readonly<Record<Severity, number>>;
  readonly over: number;
  /** How many were counted, when there are more than that. */
  readonly countedOnly?: number;
};

/** Counts the newest 1,000 incidents. */
export async function tallyIncidents(store: Lists): Promise<Tally> {
  const open: Record<Severity, number> = { info: 0, warning: 0, critical: 0, urgent: 0 };
  let [over, counted] = [0, 0];
  let next: string | null = null;
  for (let look = 0; look < looksMax; look += 1) {
    const page: IncidentPage = await store.list({ limit: lookSize, ...(next !== null && { cursor: next }) });
    for (const { incident } of page.incidents) {
      if (isOpen(incident)) open[incident.severity] += 1;
      else over += 1;
    }
    counted += page.incidents.length;
    next = page.next;
    if (next === null) return { open, over };
  }
  return { open, over, countedOnly: counted };
}
