import { isOpen } from "../incident/incident.ts";
import { type OwnTrouble, ownAlert } from "../incident/own-alert.ts";
import type { Store } from "../store/port.ts";
import type { PolicyForDelivery } from "./delivery-deps.ts";

/** Which group the alert falls into is the policy's affair; nothing else of it matters. */
const anyUndelivered: OwnTrouble = {
  reason: "page-undelivered",
  subject: "",
  incident: "",
  destination: "",
  because: "",
  status: "firing",
  now: 0,
};

/**
 * Whether a page is known not to have been delivered, for `vigie_page_undelivered` (protocol 3.4). Vigie's own incident
 * of it is asked, so that every replica says the same, after a restart too.
 */
export async function isPageUndelivered(
  store: Pick<Store, "newestOf">,
  groupsOf: PolicyForDelivery["groupsOf"],
): Promise<boolean> {
  const own = await Promise.all(groupsOf(ownAlert(anyUndelivered)).map((groupId) => store.newestOf(groupId)));
  return own.some((stored) => stored !== null && isOpen(stored.incident));
}
