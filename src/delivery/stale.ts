import { staleAfterMs } from "../incident/decide-series.ts";
import { lasts } from "../incident/incident.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** More series than this do not fire in one incident: a group remembers no more of them. */
const rowsMax = 300;

/**
 * Says that what drifted is not measured any more (behaviour 2.6): once all that fires are series without a monitor, and
 * the last of them was measured a day ago. A monitored one is late instead; alerts have their sender's word.
 */
export async function syncStale({ incident }: StoredIncident, deps: DeliveryDeps): Promise<Release> {
  const { groupId, uid } = incident;
  if (!lasts(incident) || incident.staleSince !== undefined) return { kind: "done" };
  const [[state], rows] = await Promise.all([
    deps.store.load([{ groupId, fingerprints: [], senderIds: [] }]),
    deps.store.alerts(incident, rowsMax),
  ]);
  const firing = rows.filter(({ status }) => status === "firing").map(({ fingerprint }) => fingerprint);
  const series = firing.flatMap((print) => state?.group?.series[print] ?? []);
  if (series.length === 0) return { kind: "done" };
  const since = Math.max(...series.map(({ heardAt, lastTo }) => heardAt ?? lastTo));
  const isOthersBusiness = series.length < firing.length || series.some(({ monitor }) => monitor !== undefined);
  const dueAt = (isOthersBusiness ? deps.now() : since) + staleAfterMs;
  if (deps.now() < dueAt) return again(dueAt, deps);
  await deps.tell(incident, { kind: "stale", uid, since, series: firing });
  return { kind: "done" };
}
