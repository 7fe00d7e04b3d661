import type { Incident } from "../incident/incident.ts";
import { isOpen } from "../incident/incident.ts";
import type { Owed } from "../incident/judgement.ts";
import type { Destination } from "../policy/destination.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** Why a destination is not told, and whether it is still tried. */
export type Failing = {
  readonly reason: string;
  readonly detail?: string | undefined;
  readonly state: "retrying" | "undelivered";
};

/** Tells the incident, and the log, that a destination is not told, with those that are told in its place. */
export async function undelivered(
  incident: Incident,
  owed: Owed,
  { reason, detail, state }: Failing,
  destination: Destination | undefined,
  deps: Pick<DeliveryDeps, "tell" | "fallbackOf" | "log">,
): Promise<void> {
  if (!isOpen(incident) && state === "retrying") return;
  deps.log.warn({ uid: incident.uid, destination: owed.id, reason, detail, state }, "a destination is not told");
  await deps.tell(incident, {
    kind: "undelivered",
    uid: incident.uid,
    destination: owed.id,
    reason,
    state,
    ...(detail === undefined ? {} : { detail }),
    fallback: deps.fallbackOf(owed.id, owed.at),
    ...(destination?.mention === undefined ? {} : { mention: destination.mention }),
  });
}
