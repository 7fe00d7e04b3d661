import { watchPages } from "../decide-delivery.ts";
import { type Incident, pageWanted } from "../incident.ts";
import { laneOf } from "../mark.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";

/** A resolve so soon after a page is our own, which made room for it; clocks may differ. No pager gives up within it. */
const surelyLaterMs = 60_000;

/**
 * The pager gave the page up by itself while the trouble lasts and nobody has it: somebody is woken again (protocol 3.2).
 * Our own resolve, told back to us, changes nothing.
 */
export const pageLapsed: ActDecider<"page-lapsed"> = (draft, { act, incident }) => {
  if (!pageWanted(incident)) return refused("over");
  const { acknowledged, silenced, pageNo } = incident;
  if (acknowledged) return refused("already-so", acknowledged);
  if (silenced || act.at < pagedAt(incident) + surelyLaterMs) return refused("already-so");
  draft.write("page", { pageNo: pageNo + 1, cause: "resolved-by-itself" });
  watchPages(draft);
  draft.markPages();
  return done;
};

/** When the last page was accepted; never, while one is still on its way. */
function pagedAt({ owed, standing, pageNo }: Incident): number {
  const pages = owed.filter(({ receiver }) => laneOf(receiver) === "page").flatMap(({ id }) => standing[id] ?? []);
  const accepted = pages.filter((one) => (one.pageNo ?? 0) >= pageNo).map((one) => one.pagedAt ?? 0);
  return accepted.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...accepted);
}
