import type { Alert } from "../alert/alert.ts";
import type { JudgedAlert } from "../incident/fact.ts";
import { type Incident, isOpen } from "../incident/incident.ts";
import type { Judgement } from "../incident/judgement.ts";
import type { GroupState, Store } from "../store/port.ts";

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

type Candidate = { readonly place: GroupPlace; readonly incident: Incident; readonly holds: boolean };

/**
 * Puts alerts where their incident is (protocol 10.1): into the group where the alert fires already, or is held, else
 * into that of the oldest open one, else of the oldest that a new alert would reopen, else into the present one. One
 * load for all of them; none for repeats of what the present group holds.
 */
export async function amongFormerGroups(
  judged: readonly JudgedAlert[],
  formerGroups: NonNullable<Judging["formerGroups"]>,
  { store, now, holds }: Deps,
): Promise<readonly JudgedAlert[]> {
  const candidates = judged.map(({ alert, judgement }): readonly GroupPlace[] => {
    if (holds(judgement.groupId, alert.fingerprint)) return [];
    const former = formerGroups(alert, judgement.groupId);
    return former.length === 0 ? [] : [judgement, ...former];
  });
  const queries = new Map<string, Set<string>>();
  for (const [at, places] of candidates.entries()) {
    for (const { groupId } of places) {
      const fingerprints = queries.get(groupId) ?? new Set();
      queries.set(groupId, fingerprints.add(judged[at]?.alert.fingerprint ?? ""));
    }
  }
  if (queries.size === 0) return judged;
  const loaded = await store.load(
    [...queries].map(([groupId, fingerprints]) => ({ groupId, fingerprints: [...fingerprints], senderIds: [] })),
  );
  const states = new Map([...queries.keys()].map((groupId, at) => [groupId, loaded[at]]));
  return judged.map((one, at) => {
    const place = placeOf(one.alert, candidates[at] ?? [], states, now());
    return place ? { ...one, judgement: { ...one.judgement, ...place } } : one;
  });
}

function placeOf(
  alert: Alert,
  places: readonly GroupPlace[],
  states: ReadonlyMap<string, GroupState | undefined>,
  now: number,
): GroupPlace | undefined {
  const found = places
    .flatMap((place): Candidate[] => {
      const { group, newest, alerts } = states.get(place.groupId) ?? {};
      if (!newest) return [];
      const { incident } = newest;
      const fires = isOpen(incident) && alerts?.get(alert.fingerprint)?.status === "firing";
      // What a person ended while it fires on is counted there (protocol 5.3).
      return [{ place, incident, holds: fires || group?.held?.[alert.fingerprint] !== undefined }];
    })
    .toSorted((a, b) => a.incident.openedAt - b.incident.openedAt);
  const holder = found.find(({ holds }) => holds);
  const takes = alert.status === "firing" ? [isOpen, (one: Incident) => mayReopen(one, now)] : [];
  const chosen = holder ?? takes.flatMap((isRight) => found.filter(({ incident }) => isRight(incident)))[0];
  return chosen && { groupId: chosen.place.groupId, groupKey: chosen.place.groupKey };
}

function mayReopen({ phase, resolvedAt = 0, reopenWindowMs }: Incident, now: number): boolean {
  return phase === "resolved" && now - resolvedAt <= reopenWindowMs;
}
