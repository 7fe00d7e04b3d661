import { expect, it } from "vitest";
import { isPageUndelivered } from "../../../src/delivery/page-undelivered.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import type { StoredIncident } from "../../../src/store/port.ts";
import { opened, resolved } from "../incident/ledger.ts";

/** Whether a page is missing, when Vigie's own incidents of it stand like this in the groups that it may be in. */
function missing(groups: Readonly<Record<string, Incident>>): Promise<boolean> {
  const newestOf = async (groupId: string): Promise<StoredIncident | null> => {
    const incident = groups[groupId];
    return incident ? { incident, number: 1, received: 1, lastReceivedAt: 0 } : null;
  };
  return isPageUndelivered({ newestOf }, () => ["present", "former"]);
}

it("a page is missing while Vigie's own incident says so, under whatever grouping it was opened (protocol 3.4, 10.1)", async () => {
  expect(await missing({})).toBe(false);
  expect(await missing({ present: opened().open })).toBe(true);
  expect(await missing({ former: opened().open })).toBe(true);
  expect(await missing({ present: resolved().open, former: resolved().open })).toBe(false);
});
