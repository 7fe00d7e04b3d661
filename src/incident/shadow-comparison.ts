import { type ShadowMoment, shadowMoments } from "./entry-kinds.ts";
import type { Incident } from "./incident.ts";
import type { JournalEntry } from "./journal.ts";
import type { Owed } from "./judgement.ts";
import { isPager } from "./paging.ts";

/** A moment at which routes in shadow would have told somebody. */
export type WouldTell = {
  readonly at: number;
  readonly when: ShadowMoment;
  readonly would: readonly Owed[];
  /** It would have woken somebody. */
  readonly page: boolean;
};

/** What a destination would have got from incidents in shadow, beside what it did get from them. */
export type ShadowTotal = {
  readonly destination: Owed;
  /** Incidents that it would have been told of first, and moments at which it would have been told at all. */
  incidents: number;
  moments: number;
  pages: number;
  /** Incidents of these that it was told of. */
  told: number;
};

/** Whether routes in shadow had anything to say of it. */
export function hasShadow({ shadow, adopted }: Incident): boolean {
  return shadow !== undefined || adopted !== undefined;
}

/** The moments at which somebody would have been told, oldest first, from a journal. */
export function wouldHaveTold(entries: readonly JournalEntry[]): readonly WouldTell[] {
  return entries.flatMap(({ kind, at, data }) => {
    const when = shadowMoments.find((one) => one === data.when);
    if (kind !== "shadowed" || when === undefined || !Array.isArray(data.would)) return [];
    return [{ at, when, would: data.would.filter(isOwed), page: data.page === true }];
  });
}

/** Adds up by destination, the one that would have heard most first. */
export function shadowTotals(
  incidents: readonly { readonly incident: Incident; readonly moments: readonly WouldTell[] }[],
): readonly ShadowTotal[] {
  const totals = new Map<string, ShadowTotal>();
  for (const { incident, moments } of incidents) {
    const seen = new Set<string>();
    for (const { would, page } of moments) {
      for (const destination of would) {
        const { id } = destination;
        const total = totals.get(id) ?? { destination, incidents: 0, moments: 0, pages: 0, told: 0 };
        totals.set(id, total);
        total.moments += 1;
        if (page && isPager(destination)) total.pages += 1;
        if (seen.has(id)) continue;
        seen.add(id);
        total.incidents += 1;
        if (incident.standing[id]?.firstToldAt !== undefined) total.told += 1;
      }
    }
  }
  return [...totals.values()].toSorted((a, b) => b.incidents - a.incidents || b.moments - a.moments);
}

/** What `decide` writes; an entry of a later version may hold something else. */
function isOwed(value: unknown): value is Owed {
  return (
    typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" && "receiver" in value
  );
}
