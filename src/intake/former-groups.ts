import type { Alert } from "../alert/alert.ts";
import type { JudgedAlert } from "../incident/fact.ts";
import { type Incident, isOpen, mayReopen } from "../incident/incident.ts";
import type { Judgement } from "../incident/judgement.ts";
import { newestOf } from "../incident/series.ts";
import type { GroupState, Store } from "../store/port.ts";
import { eachGivingWay } from "./give-way.ts";

/** A group by its place in the store. */
export type GroupPlace = Pick<Judgement, "groupId" | "groupKey">;

/** How alerts are judged by one policy: taken once for a request, so that no request is judged by two. */
export type Judging = {
  readonly judge: (alert: Alert) => Judgement;
  /**
   * The groups that an alert would be in by groupings that open incidents may have been opened with, its present one
   * left out (protocol 10.1); `null` where the grouping was never another.
   */
  readonly formerGroups: ((alert: Alert, present: string) => readonly GroupPlace[]) | null;
};

type Deps = {
  readonly store: Pick<Store, "load">;
  readonly now: () => number;
  /** Whether the group is known, without asking the store, to have an open incident on which the alert fires. */
  readonly holds: (groupId: string, fingerprint: string) => boolean;
};

/** An alert with all groups that may have its incident, the present one first; none where only that one can. */
type Sought = { readonly judged: JudgedAlert; readonly places: readonly GroupPlace[] };
type States = ReadonlyMap<string, GroupState | undefined>;
type Candidate = { readonly place: GroupPlace; readonly incident: Incident; readonly holds: boolean };

/**
 * Puts alerts where their incident is (protocol 10.1): into the group where the alert fires already, or is held, else
 * into that of the oldest open one, else of the oldest that a new alert would reopen, else into the present one. What
 * ends, or is measured, goes wherever it fires: two replicas whose policies differed may have opened it twice. One load
 * for all of them; none for repeats of what the present group holds.
 */
export async function amongFormerGroups(
  all: readonly JudgedAlert[],
  formerGroups: NonNullable<Judging["formerGroups"]>,
  { store, now, holds }: Deps,
): Promise<readonly JudgedAlert[]> {
  const sought: Sought[] = [];
  const queries = new Map<string, Set<string>>();
  await eachGivingWay(all, (judged) => {
    const { alert, judgement } = judged;
    const isKnown = !mayEnd(judged) && holds(judgement.groupId, alert.fingerprint);
    const former = isKnown ? [] : formerGroups(alert, judgement.groupId);
    const places = former.length === 0 ? [] : [judgement, ...former];
    sought.push({ judged, places });
    for (const { groupId } of places) queries.set(groupId, (queries.get(groupId) ?? new Set()).add(alert.fingerprint));
  });
  if (queries.size === 0) return all;
  const loaded = await store.load(
    [...queries].map(([groupId, fingerprints]) => ({ groupId, fingerprints: [...fingerprints], senderIds: [] })),
  );
  const states = new Map([...queries.keys()].map((groupId, at) => [groupId, loaded[at]]));
  const placed: JudgedAlert[] = [];
  await eachGivingWay(sought, (one) => placed.push(...placedIn(one, states, now())));
  return placed;
}

/** Whether it may be over where it fires: it says so, or is measured, which counts towards a row of healthy ones. */
function mayEnd({ alert, judgement }: JudgedAlert): boolean {
  return alert.status === "resolved" || alert.measurement !== undefined || judgement.verdict.kind === "healthy";
}

function placedIn({ judged, places }: Sought, states: States, now: number): readonly JudgedAlert[] {
  const { fingerprint } = judged.alert;
  const chosen = chosenFrom(judged, candidatesOf(fingerprint, places, states), now);
  const known = places.flatMap(({ groupId }) => states.get(groupId)?.group?.series[fingerprint] ?? []);
  const series = known.length === 0 ? {} : { series: known.reduce(newestOf) };
  if (chosen.length === 0) return [{ ...judged, ...series }];
  return chosen.map(({ place: { groupId, groupKey } }) => ({
    ...judged,
    ...series,
    judgement: { ...judged.judgement, groupId, groupKey },
  }));
}

/** The groups that have an incident, the oldest first. */
function candidatesOf(fingerprint: string, places: readonly GroupPlace[], states: States): readonly Candidate[] {
  return places
    .flatMap((place): Candidate[] => {
      const { group, newest, alerts } = states.get(place.groupId) ?? {};
      if (!newest) return [];
      const { incident } = newest;
      // What a person ended while it fires on is counted there (protocol 5.3).
      const isTaken = isOpen(incident) || incident.endedByHand?.hold !== undefined;
      const fires = isTaken && alerts?.get(fingerprint)?.status === "firing";
      return [{ place, incident, holds: fires || group?.held?.[fingerprint] !== undefined }];
    })
    .toSorted((a, b) => a.incident.openedAt - b.incident.openedAt);
}

function chosenFrom(judged: JudgedAlert, found: readonly Candidate[], now: number): readonly Candidate[] {
  const holders = found.filter(({ holds }) => holds);
  if (holders.length > 0) return mayEnd(judged) ? holders : holders.slice(0, 1);
  const takes = judged.alert.status === "firing" ? [isOpen, (one: Incident) => mayReopen(one, now)] : [];
  return takes.flatMap((isRight) => found.filter(({ incident }) => isRight(incident))).slice(0, 1);
}
