import type { Group } from "../incident/incident.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** Rows of an incident that are looked at, firing first; a group holds fewer occurrences. */
const rowsMax = 500;

/**
 * The hold of an incident that a person ended is over: what still fires comes back, in the group's newest incident or a
 * new one (protocol 5.3). Looks again until the group holds nothing of it any more.
 */
export async function holdOver({ incident }: StoredIncident, deps: DeliveryDeps): Promise<Release> {
  const { groupId, groupKey, uid, endedByHand } = incident;
  const now = deps.now();
  if (endedByHand?.holdUntil === undefined) return { kind: "done" };
  if (now < endedByHand.holdUntil) return again(endedByHand.holdUntil, deps);
  const [state] = await deps.store.load([{ groupId, fingerprints: [], senderIds: [] }]);
  if (!state?.newest || !isHeld(state.group, uid, now)) return { kind: "done" };
  const rows = await deps.store.alerts(incident, rowsMax);
  const firing = rows
    .filter(({ status }) => status === "firing")
    // A policy of today may group otherwise; what is held belongs where it was judged.
    .map(({ alert }) => ({ alert, judgement: { ...deps.silences.applied(deps.judge(alert)), groupId, groupKey } }));
  await deps.tell(state.newest.incident, { kind: "hold-over", uid, firing });
  return again(now, deps);
}

function isHeld(group: Group | null, uid: string, now: number): boolean {
  return Object.values(group?.held ?? {}).some(
    (held) => held.uid === uid && held.until !== undefined && held.until <= now,
  );
}
