import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { searchLagKey } from "../../../src/sandbox/jira/index.ts";
import { type ReusedStore, reusedStore } from "../../support/reused-store.ts";
import { settleAll, startUnderTest } from "../../support/vigie-under-test.ts";
import { storeMissing } from "../stores.ts";
import { searchLagMs, settleMs, withFolder } from "./crash.ts";
import { expectToldOnce } from "./end-state.ts";
import { createFreezer } from "./freezer.ts";
import { fire } from "./story.ts";

const receivers = ["slack", "teams", "pagerduty", "jira"] as const;

/** Two processes share a store on Redis only; a file has one. */
describe("protocol 1.3, 1.4: a replica is paused longer than its lease holds", () => {
  const missing = storeMissing("redis");
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let store: ReusedStore;
  beforeAll(async () => {
    store = await reusedStore("redis");
  });
  afterAll(() => store.stop());

  const playPaused = (point: "doubt-stored" | "called", about: string) =>
    withFolder(async ({ dir, world }) => {
      const url = await store.fresh();
      const freezer = createFreezer({ point, about });
      const slow = await startUnderTest({ store: url, dir, world, probe: freezer.probe });
      slow.state.set(searchLagKey, searchLagMs);
      const saved = vi.spyOn(slow.run.store, "saveBinding");
      const quick = await startUnderTest({ store: url, dir, world });
      try {
        freezer.arm();
        const { source, body } = fire(world.now());
        expect((await slow.post(source, body)).status).toBe(200);
        const pausing = slow.run.delivery.runDue();
        await freezer.frozen;
        await quick.settle(settleMs);
        saved.mockClear();
        freezer.thaw();
        await pausing;
        const answers = await Promise.all(saved.mock.results.map(({ value }) => value));
        await settleAll([slow.run, quick.run], world, settleMs);
        await expectToldOnce(quick, { phase: "notified", teamsTwice: about === "teams" && point === "called" ? 1 : 0 });
        return answers;
      } finally {
        await slow.stop();
        await quick.stop();
      }
    });

  it.each(receivers)("%s answers the paused one, whose binding is refused: the new holder's stands", async (about) => {
    expect(await playPaused("called", about)).toContain("fenced");
  });

  it.each(receivers)("woken just before its call to %s, it does not call", async (about) => {
    await playPaused("doubt-stored", about);
  });
});
