import type { Incident } from "../incident/incident.ts";
import { isOpen } from "../incident/incident.ts";
import type { Owed } from "../incident/judgement.ts";
import type { Destination } from "../policy/destination.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** Tells the incident that a destination is not told, with those that are told in its place. */
export async function undelivered(
  incident: Incident,
  owed: Owed,
  reason: string,
  state: "retrying" | "undelivered",
  destination: Destination | undefined,
  deps: Pick<DeliveryDeps, "tell" | "fallbackOf">,
): Promise<void> {
  if (!isOpen(incident) && state === "retrying") return;
  await deps.tell(incident, {
    kind: "undelivered",
    uid: incident.uid,
    destination: owed.id,
    reason,
    state,
    fallback: deps.fallbackOf(owed.id, owed.at),
    ...(destination?.mention === undefined ? {} : { mention: destination.mention }),
  });
}
