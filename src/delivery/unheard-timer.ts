import type { AlertRow, Incident } from "../incident/incident.ts";
import { dueAt, silencedLookMs, unheardAfterMs } from "../incident/waits.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

const done: Release = { kind: "done" };
/** Rows of an incident that are asked about, firing first. */
const rowsMax = 500;
/** Alertmanager's `repeat_interval` where nobody writes another. @see https://prometheus.io/docs/alerting/latest/configuration/ 2026-11 */
const usualRepeatMs = 4 * 60 * 60_000;

type Received = AlertRow & { readonly received: number };

/**
 * Looks after an incident whose sender says nothing (protocol 5.4): silenced, or not heard of for twice the longest gap
 * seen. What is gone at Alertmanager is resolved; where that cannot be asked the card says so.
 */
export async function syncUnheard({ incident, lastReceivedAt }: StoredIncident, deps: DeliveryDeps): Promise<Release> {
  if (dueAt.unheard(incident) === undefined) return done;
  const lookAt = nextLook(incident, lastReceivedAt);
  if (deps.now() < lookAt) return again(lookAt, deps);
  const firing = (await deps.store.alerts(incident, rowsMax)).filter(isAlertmanagers);
  if (firing.length === 0) return done;
  const prints = firing.map(({ fingerprint }) => fingerprint);
  const gone = await deps.goneAmong(prints, lastReceivedAt);
  const { uid } = incident;
  if (gone === null) {
    // A silence explains it, for as long as it lasts.
    const isLong = deps.now() >= lastReceivedAt + 2 * gapOf(incident, firing, lastReceivedAt);
    if (!incident.silenced && isLong) await deps.tell(incident, { kind: "unheard", uid, since: lastReceivedAt });
  } else {
    if (incident.unheardSince !== undefined) await deps.tell(incident, { kind: "unheard", uid });
    const ended = firing.filter(({ fingerprint }) => gone.includes(fingerprint)).map((row) => endOf(row, deps.now()));
    if (ended.length > 0) await deps.accept(ended);
  }
  return again(deps.now() + (incident.silenced ? silencedLookMs : unheardAfterMs), deps);
}

/** When there is reason to ask: a minute into a silence, else once the sender was silent for an hour. */
function nextLook(incident: Incident, lastReceivedAt: number): number {
  if (incident.silenced) return dueAt.unheard(incident) ?? 0;
  return lastReceivedAt + unheardAfterMs;
}

/**
 * How long its sender may be silent between two words: the longest that it was found silent, or how often it repeated any
 * of these alerts so far; before the first repeat what Alertmanager does by itself.
 */
function gapOf({ gapMs = 0 }: Incident, firing: readonly Received[], lastReceivedAt: number): number {
  const repeats = firing.flatMap(({ received, firstSeenAt }) =>
    received < 2 ? [] : [(lastReceivedAt - firstSeenAt) / (received - 1)],
  );
  return Math.max(gapMs, unheardAfterMs / 2, ...(repeats.length === 0 ? [usualRepeatMs] : repeats));
}

function isAlertmanagers({ status, alert }: AlertRow): boolean {
  return status === "firing" && alert.source === "alertmanager";
}

/** The end that its sender did not send. */
function endOf({ alert: { senderId: _once, ...alert } }: AlertRow, now: number): AlertRow["alert"] {
  return { ...alert, status: "resolved", endsAt: now };
}
