import { pageWatchMs } from "../incident/decide-delivery.ts";
import { isAdoptedSilently, lasts, pageWanted } from "../incident/incident.ts";
import type { Hours } from "../incident/judgement.ts";
import { laneOf, type Subject, type Timer } from "../incident/mark.ts";
import { ownAlert } from "../incident/own-alert.ts";
import { humanId } from "../incident/view.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { holdOver } from "./hold.ts";
import { lookAgainMs } from "./quiet-hours.ts";
import { syncStale } from "./stale.ts";
import { undelivered } from "./undelivered.ts";
import { waitingTimers } from "./waiting-timers.ts";

const done: Release = { kind: "done" };

/** What happens when a timer of an incident falls due. Each reads the incident as it is now. */
const table: { readonly [K in Timer]: (found: StoredIncident, deps: DeliveryDeps) => Promise<Release> } = {
  /** Closes what stayed resolved for the reopen window (behaviour 3). */
  close: async ({ incident }, deps) => {
    if (incident.phase !== "resolved") return done;
    const dueAt = (incident.resolvedAt ?? 0) + incident.reopenWindowMs;
    if (deps.now() < dueAt) return again(dueAt, deps);
    await deps.tell(incident, { kind: "closing", uid: incident.uid });
    return done;
  },

  /** Says elsewhere that a page was not accepted in time (protocol 3.4). */
  "page-watch": async ({ incident }, deps) => {
    // What is silenced pages nobody; its end asks for a page anew (behaviour 3).
    if (!pageWanted(incident) || incident.silenced) return done;
    let next = Number.POSITIVE_INFINITY;
    for (const owed of incident.owed) {
      const standing = incident.standing[owed.id];
      const paged = standing?.state === "told" && (standing.pageNo ?? 0) >= incident.pageNo;
      if (laneOf(owed.receiver) !== "page" || paged || standing?.state === "undelivered") continue;
      if (isAdoptedSilently(incident, owed.id)) continue;
      const opensAt = waitsUntil(owed.hours, deps);
      if (opensAt !== null) {
        // The page itself is looked at as often, just before: a reload may have moved its hours.
        next = Math.min(next, opensAt + pageWatchMs, deps.now() + lookAgainMs);
        continue;
      }
      const dueAt = Math.max(incident.pageAskedAt ?? 0, standing?.owedAt ?? 0) + pageWatchMs;
      if (deps.now() < dueAt) {
        next = Math.min(next, dueAt);
        continue;
      }
      const { reason = "time-out", detail } = standing ?? {};
      await undelivered(incident, owed, { reason, detail, state: "undelivered" }, deps.destination(owed.id), deps);
    }
    return next === Number.POSITIVE_INFINITY ? done : again(next, deps);
  },

  /** Brings Vigie's own incident in line with the pages of this one (protocol 3.4, 3.5). */
  own: async ({ incident, number }, deps) => {
    if (incident.sources.includes("vigie")) return done;
    for (const owed of incident.owed) {
      if (laneOf(owed.receiver) !== "page") continue;
      const stands = incident.standing[owed.id];
      const missing = stands?.state === "undelivered" && lasts(incident);
      await deps.acceptOwn(
        ownAlert({
          reason: "page-undelivered",
          subject: `${incident.uid}:${owed.id}`,
          incident: humanId(number),
          destination: owed.id,
          because: stands?.reason ?? "time-out",
          status: missing ? "firing" : "resolved",
          now: deps.now(),
        }),
      );
    }
    return done;
  },

  hold: holdOver,
  stale: syncStale,
  outlook: ({ incident }, deps) => lookedAgain(deps.remediation.look(incident), deps),
  action: ({ incident }, deps) => lookedAgain(deps.remediation.goOn(incident), deps),
  ...waitingTimers,
};

export async function syncTimer(subject: Extract<Subject, { kind: "timer" }>, deps: DeliveryDeps): Promise<Release> {
  const found = await deps.store.find(subject);
  return found ? table[subject.timer](found, deps) : done;
}

/** What acts on models says itself when it wants to look again. */
async function lookedAgain(looking: Promise<number | null>, deps: DeliveryDeps): Promise<Release> {
  const dueAt = await looking;
  return dueAt === null ? done : again(dueAt, deps);
}

/** A page waits for its hours, or did until just now: nobody was to be paged yet (behaviour 9). */
function waitsUntil(hours: readonly Hours[] | undefined, { opensAt, now }: DeliveryDeps): number | null {
  return opensAt(hours, now()) ?? opensAt(hours, now() - pageWatchMs);
}
