import type { Fact } from "../incident/fact.ts";
import type { Incident } from "../incident/incident.ts";
import { dueAt, type WaitingTimer } from "../incident/waits.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { openOwnChannel } from "./own-channel.ts";
import { syncSilence } from "./silence-timer.ts";
import { syncUnheard } from "./unheard-timer.ts";

type Syncs = (found: StoredIncident, deps: DeliveryDeps) => Promise<Release>;

const done: Release = { kind: "done" };

/** An escalation that Vigie may not make is looked at again so much later: a reload may have changed that. */
const lookAgainMs = 5 * 60_000;

/** What happens when something that waits for people falls due. Each reads the incident as it is now. */
export const waitingTimers: { readonly [K in WaitingTimer | "channel"]: Syncs } = {
  deadline: waitFor("deadline", ({ uid }, { hearsPages }) => ({ kind: "deadline-due", uid, hearsPages })),
  escalation: waitFor("escalation", ({ uid }, { hearsPages }) => ({ kind: "escalation-due", uid, hearsPages })),
  remind: waitFor("remind", ({ uid }) => ({ kind: "remind-due", uid })),
  update: waitFor("update", ({ uid }) => ({ kind: "update-due", uid })),
  approval: waitFor("approval", ({ uid }) => ({ kind: "approval-due", uid })),
  silence: syncSilence,
  unheard: syncUnheard,
  channel: openOwnChannel,
};

/** Tells the incident that its timer is due, and waits for the next time. */
function waitFor(
  timer: Exclude<WaitingTimer, "silence" | "unheard">,
  factOf: (incident: Incident, deps: DeliveryDeps) => Fact,
): Syncs {
  return async ({ incident }, deps) => {
    const at = dueAt[timer](incident);
    if (at === undefined) return done;
    if (deps.now() < at) return again(at, deps);
    const after = await deps.tell(incident, factOf(incident, deps));
    const next = after ? dueAt[timer](after) : undefined;
    if (next === undefined) return done;
    return again(next <= deps.now() && next === at ? deps.now() + lookAgainMs : next, deps);
  };
}
