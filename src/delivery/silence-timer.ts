import { isOpen } from "../incident/incident.ts";
import type { Silence } from "../incident/silence.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

const done: Release = { kind: "done" };
/** Incidents that are looked through for others of one silence, newest first. */
const lookedThroughMax = 2_000;
const pageMax = 200;

/**
 * Keeps the book of silences in line with an incident: what silences it covers alerts to come as well, until it is over or
 * a person ends it; then what still fires rings (behaviour 3).
 */
export async function syncSilence({ incident }: StoredIncident, deps: DeliveryDeps): Promise<Release> {
  const { uid, silenced, woken } = incident;
  if (!isOpen(incident)) return done;
  if (!silenced) {
    if (woken !== undefined) await endEverywhere(woken, deps);
    return done;
  }
  // It ends with its incident, and its group has no other.
  if (silenced.until === undefined) return done;
  if (deps.now() < silenced.until) {
    await deps.silences.note(silenced);
    return again(silenced.until, deps);
  }
  await deps.tell(incident, { kind: "silence-over", uid, silence: silenced.id });
  return done;
}

/** A person ended a silence here: it ends for all that it covers, and where it was written to besides. */
async function endEverywhere(id: string, deps: DeliveryDeps): Promise<void> {
  await deps.silences.refresh();
  const silence = deps.silences.all().find((one) => one.id === id);
  if (!silence) return;
  // What Alertmanager does not take now ends there by itself, at its time.
  if (silence.alertmanager !== undefined) await deps.expireThere(silence.alertmanager);
  if (silence.scope.kind === "service") await wakeOthers(silence, deps);
  await deps.silences.strike(id);
}

async function wakeOthers({ id }: Silence, deps: DeliveryDeps): Promise<void> {
  let cursor: string | undefined;
  for (let seen = 0; seen < lookedThroughMax; seen += pageMax) {
    const { incidents, next } = await deps.store.list({ limit: pageMax, ...(cursor === undefined ? {} : { cursor }) });
    for (const { incident } of incidents) {
      if (!isOpen(incident) || incident.silenced?.id !== id) continue;
      const { uid } = incident;
      await deps.tell(incident, { kind: "act", uid, act: { kind: "unsilence" }, by: { id: "vigie" }, where: "vigie" });
    }
    if (next === null) return;
    cursor = next;
  }
}
