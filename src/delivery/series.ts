import type { SeriesState } from "../incident/incident.ts";
import type { Subject } from "../incident/mark.ts";
import { monitoringAlert } from "../incident/monitoring-alert.ts";
import { lateAt } from "../incident/series.ts";
import type { Release } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

type SeriesSubject = Extract<Subject, { kind: "series" }>;

/**
 * Says that a series is late or absent, or that it is measured again (behaviour 2.6). Works out what is to be said from
 * the series as it stands now; said twice it changes nothing. It keeps to the monitor of the last measurement: a policy
 * that monitors no longer is heard with the next one.
 */
export async function syncSeries(subject: SeriesSubject, deps: DeliveryDeps): Promise<Release> {
  for (;;) {
    const before = await stateOf(subject, deps);
    const alert = before && monitoringAlert(subject.series, before, deps.now());
    if (!alert) return { kind: "done" };
    await deps.acceptOwn(alert);
    // One whose lease ran out in between must not have the last word with what it knew before.
    const after = await stateOf(subject, deps);
    if (after && !saysTheSame(before, after)) continue;
    const dueAt = alert.status === "firing" ? undefined : lateAt(before);
    return dueAt === undefined ? { kind: "done" } : again(dueAt, deps);
  }
}

async function stateOf({ groupId, series }: SeriesSubject, { store }: DeliveryDeps): Promise<SeriesState | undefined> {
  const [state] = await store.load([{ groupId, fingerprints: [], senderIds: [] }]);
  return state?.group?.series[series];
}

function saysTheSame(one: SeriesState, other: SeriesState): boolean {
  return one.lastTo === other.lastTo && one.absentTo === other.absentTo;
}
