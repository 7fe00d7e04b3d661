import { expect, test } from "vitest";
import type { GateRate, Rank } from "../../../src/incident/mark.ts";
import type { Store } from "../../../src/store/port.ts";
import { describeStores, morning } from "./stores.ts";

const perSecond: GateRate = { intervalMs: 1000, burst: 1 };
const open = { kind: "open" } as const;
const shut = (at: number) => ({ kind: "shut", at }) as const;

const passes = async (store: Store, rank: Rank) => (await store.gate("g", perSecond, rank)).kind === "open";

describeStores("A gate lets one write pass each interval (protocol 8.1)", ({ fresh }) => {
  test("A gate takes its burst at once, then says when the next slot is.", async () => {
    const { store } = await fresh();
    const rate = { intervalMs: 1000, burst: 3 };
    for (let i = 0; i < 3; i += 1) expect(await store.gate("g", rate, 0)).toEqual(open);
    expect(await store.gate("g", rate, 0)).toEqual(shut(morning + 1000));
  });

  test("At the moment that was said the gate is open, for one; the millisecond before it is not.", async () => {
    const { store, clock } = await fresh();
    await store.gate("g", perSecond, 0);
    clock.advance(999);
    expect(await store.gate("g", perSecond, 0)).toEqual(shut(morning + 1000));
    clock.advance(1);
    expect(await store.gate("g", perSecond, 0)).toEqual(open);
    expect(await store.gate("g", perSecond, 0)).toEqual(shut(morning + 2000));
  });

  test("A quiet gate saves up no more than its burst.", async () => {
    const { store, clock } = await fresh();
    const rate = { intervalMs: 1000, burst: 2 };
    await store.gate("g", rate, 3);
    clock.advance(3_600_000);
    expect(await store.gate("g", rate, 3)).toEqual(open);
    expect(await store.gate("g", rate, 3)).toEqual(open);
    expect(await store.gate("g", rate, 3)).toEqual(shut(clock.now() + 1000));
  });

  test("A refusal takes nothing, and gates do not know each other.", async () => {
    const { store, clock } = await fresh();
    await store.gate("g", perSecond, 1);
    for (let i = 0; i < 5; i += 1) await store.gate("g", perSecond, 1);
    expect(await store.gate("other", perSecond, 1)).toEqual(open);
    clock.advance(1000);
    expect(await store.gate("g", perSecond, 1)).toEqual(open);
  });

  test("Of requests at the same moment only one passes.", async () => {
    const { store } = await fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.gate("g", perSecond, 3)));
    expect(answers.filter(({ kind }) => kind === "open")).toHaveLength(1);
  });

  test("Shut by a Retry-After, a gate stays shut until then, for every rank, and is open at that moment.", async () => {
    const { store, clock } = await fresh();
    await store.shutGate("g", morning + 30_000);
    expect(await store.gate("g", perSecond, 0)).toEqual(shut(morning + 30_000));
    clock.advance(29_999);
    expect(await store.gate("g", perSecond, 3)).toEqual(shut(morning + 30_000));
    clock.advance(1);
    expect(await store.gate("g", perSecond, 0)).toEqual(open);
  });

  test("Shutting a gate never opens it earlier.", async () => {
    const { store } = await fresh();
    await store.shutGate("g", morning + 30_000);
    await store.shutGate("g", morning + 5_000);
    expect(await store.gate("g", perSecond, 0)).toEqual(shut(morning + 30_000));
    await store.gate("h", { intervalMs: 60_000, burst: 1 }, 0);
    await store.shutGate("h", morning + 5_000);
    expect(await store.gate("h", { intervalMs: 60_000, burst: 1 }, 0)).toEqual(shut(morning + 60_000));
  });
});

describeStores("Every third slot is kept for the urgent while they wait (protocol 8.2)", ({ fresh, again }) => {
  test.each<[Rank, Rank]>([
    [0, 3],
    [1, 2],
  ])("While rank %i is known to wait, rank %i leaves it one slot of three.", async (urgent, plain) => {
    const { store, clock } = await fresh();
    await store.gate("g", perSecond, plain);
    let left = 0;
    for (let slot = 0; slot < 12; slot += 1) {
      expect(await passes(store, urgent)).toBe(false);
      clock.advance(1000);
      if (await passes(store, plain)) continue;
      left += 1;
      expect(await passes(store, urgent)).toBe(true);
    }
    expect(left).toBe(4);
  });

  test("Where nobody urgent waits, the rest takes every slot.", async () => {
    const { store, clock } = await fresh();
    for (let slot = 0; slot < 9; slot += 1) {
      expect(await passes(store, slot % 2 ? 2 : 3)).toBe(true);
      clock.advance(1000);
    }
  });

  test("The urgent themselves take every slot.", async () => {
    const { store, clock } = await fresh();
    for (let slot = 0; slot < 9; slot += 1) {
      expect(await passes(store, slot % 2 ? 0 : 1)).toBe(true);
      expect(await passes(store, 0)).toBe(false);
      clock.advance(1000);
    }
  });

  test("Who waited and has not come back an interval after its time waits no longer.", async () => {
    const { store, clock } = await fresh();
    await store.gate("g", perSecond, 3);
    expect(await store.gate("g", perSecond, 0)).toEqual(shut(morning + 1000));
    clock.set(morning + 2001);
    for (let slot = 0; slot < 6; slot += 1) {
      expect(await passes(store, 3)).toBe(true);
      clock.advance(1000);
    }
  });

  test("Who leaves a slot is told a later time, and gets it when nobody came.", async () => {
    const { store, clock } = await fresh();
    await store.gate("g", perSecond, 3);
    let refused: number | null = null;
    for (let slot = 0; slot < 3 && refused === null; slot += 1) {
      await store.gate("g", perSecond, 0);
      clock.advance(1000);
      const answer = await store.gate("g", perSecond, 3);
      if (answer.kind === "shut") refused = answer.at;
    }
    expect(refused).toBeGreaterThan(clock.now());
    clock.advance(2001);
    expect(await passes(store, 3)).toBe(true);
  });

  test("A shut gate is still shut for the next process.", async () => {
    const { store, clock } = await fresh();
    await store.shutGate("g", morning + 30_000);
    await store.close();
    expect(await (await again(clock)).gate("g", perSecond, 0)).toEqual(shut(morning + 30_000));
  });
});
