import type { Fact } from "./incident/fact.ts";
import { type Incident, isOpen } from "./incident/incident.ts";
import type { Silence } from "./incident/silence.ts";
import type { Silences } from "./silences.ts";
import type { Store } from "./store/port.ts";

/** Incidents that are looked through for others of one silence, newest first. */
const lookedThroughMax = 2_000;
const pageMax = 200;

/** What ending a silence joins. */
export type EndSilenceDeps = {
  readonly store: Pick<Store, "list">;
  readonly silences: Pick<Silences, "strike">;
  /** Ends its copy in Alertmanager; whether it is over there now. */
  readonly expireThere: (id: string) => Promise<boolean>;
  readonly tell: (incident: Incident, fact: Fact) => Promise<Incident | null>;
};

/**
 * Ends a silence for all that it covers and wherever it was written to (behaviour 3). May be done twice. What Alertmanager
 * does not take now ends there by itself, at its time.
 *
 * @throws StoreAway
 */
export async function endSilence(silence: Silence, deps: EndSilenceDeps): Promise<void> {
  if (silence.alertmanager !== undefined) await deps.expireThere(silence.alertmanager);
  if (silence.scope.kind === "service") await wakeOthers(silence, deps);
  await deps.silences.strike(silence.id);
}

/** One person's word ended it for one incident; the others of its service follow. */
async function wakeOthers({ id }: Silence, { store, tell }: EndSilenceDeps): Promise<void> {
  let cursor: string | undefined;
  for (let seen = 0; seen < lookedThroughMax; seen += pageMax) {
    const { incidents, next } = await store.list({ limit: pageMax, ...(cursor === undefined ? {} : { cursor }) });
    for (const { incident } of incidents) {
      if (!isOpen(incident) || incident.silenced?.id !== id) continue;
      const { uid } = incident;
      await tell(incident, { kind: "act", uid, act: { kind: "unsilence" }, by: { id: "vigie" }, where: "vigie" });
    }
    if (next === null) return;
    cursor = next;
  }
}
