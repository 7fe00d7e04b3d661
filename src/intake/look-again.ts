import type { ChangedThing } from "../alert/change.ts";
import { isLookedAround } from "../incident/actions/asks-outlook.ts";
import { type Incident, lasts } from "../incident/incident.ts";
import { type MarkRequest, ranks } from "../incident/mark.ts";
import type { Release, Store, StoredIncident } from "../store/port.ts";
import { changedBook, isEverything, notedThing } from "./changes.ts";

/** One look at the store answers so many incidents, and it looks so often. */
const lookSize = 200;
const looksMax = 25;

export type LookAgainDeps = {
  readonly store: Pick<Store, "list" | "notes" | "strike" | "mark">;
  /** The policy's own name of the service that somebody is, or whose model it is. */
  readonly serviceOf: (identity: { readonly service?: string; readonly model?: string }) => string | undefined;
};

/**
 * The job `changes`: open incidents among the newest 5,000 of what changed look around again (behaviour 7). What is done is
 * struck out; what comes in meanwhile asks for the job again.
 */
export function createLookAgain({ store, serviceOf }: LookAgainDeps): () => Promise<Release> {
  return async () => {
    const entries = await store.notes(changedBook);
    if (entries.length > 0) {
      const things = entries.flatMap((entry) => notedThing(entry) ?? []);
      const found = await openOnes(store, entries.some(isEverything) ? isLookedAt : wantedOf(things, serviceOf));
      if (found.length > 0) await store.mark(found.map(outlookMark));
      await store.strike(changedBook, entries);
    }
    return { kind: "done" };
  };
}

type IsWanted = (incident: Incident) => boolean;

function wantedOf(things: readonly ChangedThing[], serviceOf: LookAgainDeps["serviceOf"]): IsWanted {
  const models = new Set(things.flatMap(({ kind, id }) => (kind === "model" ? [id] : [])));
  const services = new Set(things.flatMap(({ kind, id }) => serviceOf({ [kind]: id }) ?? []));
  return (incident) => {
    const { identity } = incident;
    if (!isLookedAt(incident)) return false;
    const service = serviceOf(identity);
    return (
      (service !== undefined && services.has(service)) || (identity.model !== undefined && models.has(identity.model))
    );
  };
}

/** Nothing is done about what is over. */
function isLookedAt(incident: Incident): boolean {
  return lasts(incident) && isLookedAround(incident);
}

async function openOnes(store: Pick<Store, "list">, isWanted: IsWanted): Promise<readonly StoredIncident[]> {
  const found: StoredIncident[] = [];
  let cursor: string | null = null;
  for (let look = 0; look < looksMax; look += 1) {
    const page: Awaited<ReturnType<Store["list"]>> = await store.list({
      limit: lookSize,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.incidents.filter(({ incident }) => isWanted(incident)));
    cursor = page.next;
    if (cursor === null) break;
  }
  return found;
}

function outlookMark({ incident: { groupId, uid } }: StoredIncident): MarkRequest {
  return { subject: { kind: "timer", groupId, uid, timer: "outlook" }, lane: "action", rank: ranks.rest, dueAt: 0 };
}
