import type { Alert } from "../alert/alert.ts";
import type { Incident } from "./incident.ts";

/** A sender's start further back than this is a broken clock, not a start. */
const startMaxAgeMs = 366 * 86_400_000;

/**
 * When the trouble began, for "since" and "after" alike: the earliest start that a sender gave, else when Vigie heard of
 * it. Milliseconds since the epoch.
 */
export function beganAt({ startedAt, openedAt }: Pick<Incident, "startedAt" | "openedAt">): number {
  return startedAt ?? openedAt;
}

/** What an alert that fires changes in it: nothing, where its start is no earlier. */
export function earlierStart(
  incident: Pick<Incident, "startedAt" | "openedAt">,
  { startsAt }: Pick<Alert, "startsAt">,
): Pick<Incident, "startedAt"> {
  const isEarlier = startsAt < beganAt(incident) && startsAt > incident.openedAt - startMaxAgeMs;
  return isEarlier ? { startedAt: startsAt } : {};
}
