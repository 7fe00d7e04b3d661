import { describe, expect, it } from "vitest";
import type { DeliveryDeps } from "../../../src/delivery/delivery-deps.ts";
import { syncTimer } from "../../../src/delivery/timers.ts";
import type { Fact } from "../../../src/incident/fact.ts";
import type { Owed } from "../../../src/incident/judgement.ts";
import { noLog } from "../../../src/log.ts";
import { firing, type Ledger, minuteMs, opened, pager, slack } from "../incident/ledger.ts";

const twin: Owed = { ...pager, id: "pagerduty:7w1n" };
const hourMs = 60 * minuteMs;

/** What the watch of an incident's pages says and when it looks again, in ms from now. */
async function watched(ledger: Ledger, opensAt: DeliveryDeps["opensAt"] = () => null) {
  const { now, open: incident } = ledger;
  const said: Fact[] = [];
  const deps: Partial<DeliveryDeps> = {
    store: {
      find: async () => ({ incident, number: 1, received: 1, lastReceivedAt: now }),
      now: async () => now,
    } as Partial<DeliveryDeps["store"]> as DeliveryDeps["store"],
    now: () => now,
    opensAt,
    tell: async (_incident, fact) => {
      said.push(fact);
      return null;
    },
    destination: () => undefined,
    fallbackOf: () => [],
    log: noLog,
  };
  const { groupId, uid } = incident;
  const subject = { kind: "timer", groupId, uid, timer: "page-watch" } as const;
  const release = await syncTimer(subject, deps as DeliveryDeps);
  return {
    missing: said.flatMap((fact) => (fact.kind === "undelivered" ? [fact.destination] : [])),
    again: release.kind === "retry" ? release.dueAt - now : null,
  };
}

describe("the watch of pages (protocol 3.4)", () => {
  it("says of a page that nobody accepted within 30 s that it is missing", async () => {
    const ledger = opened(firing("critical")).after(30_000);
    expect(await watched(ledger)).toEqual({ missing: [pager.id], again: null });
  });

  it("misses no page of a destination that was adopted silently beside one whose page is under way", async () => {
    const ledger = opened(firing("critical", { judgement: { owed: [slack, pager], shadow: [twin] } })).after(5_000);
    ledger.alerts([firing("critical", { judgement: { owed: [slack, pager, twin] } })]);
    expect(ledger.open.standing[twin.id]).toMatchObject({ adopted: true });
    expect(ledger.marks).not.toHaveProperty(`page ${twin.id}`);
    ledger.told(pager, { pageNo: 1 });
    expect(await watched(ledger.after(5 * minuteMs))).toEqual({ missing: [], again: null });
    ledger.alerts([firing("urgent")]);
    expect(ledger.marks).toHaveProperty([`page ${twin.id}`]);
    expect(await watched(ledger.after(30_000))).toEqual({ missing: [twin.id], again: null });
  });

  it("waits with those whose hours begin later, and does not end where they never do: a reload may change them", async () => {
    const owed = [{ ...pager, hours: [{ during: "office-hours" }] }];
    const ledger = opened(firing("critical", { judgement: { owed } })).after(minuteMs);
    const opens = ledger.now + hourMs / 2;
    expect(await watched(ledger, () => opens)).toEqual({ missing: [], again: hourMs / 2 + 30_000 });
    const never = await watched(ledger, () => Number.POSITIVE_INFINITY);
    expect(never.missing).toEqual([]);
    expect(never.again).not.toBeNull();
  });
});
