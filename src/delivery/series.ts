import type { Subject } from "../incident/mark.ts";
import { monitoringAlert, someValueOf } from "../incident/monitoring-alert.ts";
import { lateAt, newestOf } from "../incident/series.ts";
import type { SeriesState } from "../incident/series-state.ts";
import type { Release, Store } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

type SeriesSubject = Extract<Subject, { kind: "series" }>;
type SeriesDeps = Pick<DeliveryDeps, "acceptOwn" | "groupsOf" | "judge" | "now"> & {
  readonly store: Pick<Store, "load" | "now">;
};

/** One that is missing is looked at again so often: it may be measured in another group, which has no mark for it. */
const lookAgainMs = 60 * 60_000;

/**
 * Says that a series is late or absent, or that it is measured again (behaviour 2.6). Works out what is to be said from
 * the series as it stands now; said twice it changes nothing. What the policy in force wants of it counts: nobody would end
 * the lateness of a model that was taken out of service, and out of the policy.
 */
export async function syncSeries(subject: SeriesSubject, deps: SeriesDeps): Promise<Release> {
  for (;;) {
    const found = await seriesOf(subject, deps);
    const alert = found && monitoringAlert(subject.series, found.state, deps.now());
    if (!alert) return { kind: "done" };
    await deps.acceptOwn(alert);
    // One whose lease ran out in between must not have the last word with what it knew before.
    const after = await seriesOf(subject, deps);
    if (after && !standsAlike(after.state, found.state)) continue;
    if (alert.status === "firing") return again(deps.now() + lookAgainMs, deps);
    const dueAt = found.own.lastTo < found.state.lastTo ? undefined : lateAt(found.state);
    return dueAt === undefined ? { kind: "done" } : again(dueAt, deps);
  }
}

function standsAlike(one: SeriesState, other: SeriesState): boolean {
  return one.lastTo === other.lastTo && one.absentTo === other.absentTo;
}

/**
 * Where a series stands, whatever group it was measured in: a reload may have moved it to another (protocol 10.1), and
 * without a baseline a value may belong to another family than its `no_data` (behaviour 2.3).
 */
async function seriesOf(
  { groupId, series }: SeriesSubject,
  deps: SeriesDeps,
): Promise<{ readonly own: SeriesState; readonly state: SeriesState } | undefined> {
  const load = async (groupIds: readonly string[]): Promise<readonly SeriesState[]> => {
    const queries = groupIds.map((id) => ({ groupId: id, fingerprints: [], senderIds: [] }));
    return (await deps.store.load(queries)).flatMap(({ group }) => group?.series[series] ?? []);
  };
  const [own] = await load([groupId]);
  if (own?.labels === undefined) return undefined;
  const { labels } = own;
  const value = someValueOf(series, labels, 1);
  const elsewhere = new Set([value, someValueOf(series, labels, undefined)].flatMap(deps.groupsOf));
  elsewhere.delete(groupId);
  const { monitor: before, ...state } = [own, ...(await load([...elsewhere]))].reduce(newestOf);
  const monitor = before && deps.judge(value).monitor;
  return { own, state: monitor ? { ...state, monitor } : state };
}
