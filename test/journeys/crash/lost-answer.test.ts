import { expect, it, vi } from "vitest";
import type { Probe } from "../../../src/probe.ts";
import { searchLagKey } from "../../../src/sandbox/jira/index.ts";
import { startUnderTest } from "../../support/vigie-under-test.ts";
import { onEachStore } from "../on-each-store.ts";
import { playWithCrash, searchLagMs, settleMs, withFolder } from "./crash.ts";
import { expectToldOnce } from "./end-state.ts";
import { createFreezer } from "./freezer.ts";
import { fire, promote } from "./story.ts";

const receivers = ["slack", "teams", "pagerduty", "jira"] as const;
/** The call that makes something new at each vendor. */
const methods = {
  slack: "chat.postMessage",
  teams: "POST",
  pagerduty: "enqueue",
  jira: "POST /sandbox/jira/rest/api/3/issue",
} as const;

onEachStore("protocol 2: the vendor accepted, but nobody heard its answer", (fresh) => {
  it.each(receivers)("the process dies while it waits for the answer of %s", (about) =>
    withFolder(async ({ dir, world }) => {
      const url = await fresh();
      const bound = new Set<string>();
      const probe: Probe = (point, whom) => {
        if (point === "binding-stored") bound.add(whom);
      };
      const before = await startUnderTest({ store: url, dir, world, probe });
      before.state.set(searchLagKey, searchLagMs);
      before.run.faults?.add({ vendor: about, method: methods[about], kind: "time-out-after-accept" });
      const { source, body } = fire(world.now());
      expect((await before.post(source, body)).status).toBe(200);
      before.run.delivery.runDue().catch(() => {});
      await vi.waitFor(() => {
        const { slack, teamsCards, pages, issues } = before.seen;
        expect([slack, teamsCards, pages, issues].map((all) => all().length)).toEqual([1, 1, 1, 1]);
        expect([...bound].sort()).toEqual(receivers.filter((one) => one !== about).toSorted());
      });
      await before.abandon();
      const vigie = await startUnderTest({ store: url, dir, world });
      try {
        await vigie.settle(settleMs);
        await expectToldOnce(vigie, { phase: "notified", teamsTwice: about === "teams" ? 1 : 0 });
      } finally {
        await vigie.stop();
      }
    }),
  );

  it("what happened between the crash and the look is told in the thread that was found", () =>
    withFolder(async ({ dir, world }) => {
      const url = await fresh();
      const freezer = createFreezer({ point: "called", about: "slack" });
      const before = await startUnderTest({ store: url, dir, world, probe: freezer.probe });
      freezer.arm();
      const { source, body } = fire(world.now());
      await before.post(source, body);
      before.run.delivery.runDue().catch(() => {});
      await freezer.frozen;
      await before.abandon();
      const vigie = await startUnderTest({ store: url, dir, world });
      try {
        const worse = promote(world.now());
        expect((await vigie.post(worse.source, worse.body)).status).toBe(200);
        await vigie.settle(settleMs);
        await expectToldOnce(vigie, { phase: "notified", teamsTwice: 0 });
        const [message] = vigie.seen.slack();
        expect(message?.text).toContain("URGENT");
        expect(message?.thread.filter(({ broadcast }) => broadcast)).toHaveLength(1);
      } finally {
        await vigie.stop();
      }
    }));

  it.each(["slack", "jira"] as const)("it dies again just after it looked for the trace in %s", async (about) => {
    const again = [{ point: "looked-up", about }] as const;
    const { vigie, reached, end } = await playWithCrash(
      await fresh(),
      { point: "called", about },
      { armed: [fire] },
      again,
    );
    try {
      expect(reached).toBe(true);
      await expectToldOnce(vigie, { phase: "notified", teamsTwice: 0 });
    } finally {
      await end();
    }
  });
});
