import { endSilence } from "../end-silence.ts";
import { isOpen } from "../incident/incident.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

const done: Release = { kind: "done" };

/**
 * Keeps the book of silences in line with an incident: what silences it covers alerts to come as well, until it is over or
 * a person ends it; then what still fires rings (behaviour 3).
 */
export async function syncSilence({ incident }: StoredIncident, deps: DeliveryDeps): Promise<Release> {
  const { uid, silenced, woken } = incident;
  if (!isOpen(incident)) return done;
  if (!silenced) {
    await deps.silences.refresh();
    const ended = deps.silences.all().find(({ id }) => id === woken);
    if (ended) await endSilence(ended, deps);
    return done;
  }
  // It ends with its incident, and its group has no other.
  if (silenced.until === undefined) return done;
  if (deps.now() < silenced.until) {
    if (await deps.silences.note(silenced)) return again(silenced.until, deps);
    // It fell silent where it was not known yet that somebody had ended this silence.
    await deps.tell(incident, { kind: "act", uid, act: { kind: "unsilence" }, by: { id: "vigie" }, where: "vigie" });
    return done;
  }
  await deps.tell(incident, { kind: "silence-over", uid, silence: silenced.id });
  return done;
}
