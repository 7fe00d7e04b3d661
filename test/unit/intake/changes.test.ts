import { expect, test } from "vitest";
import type { Change } from "../../../src/alert/change.ts";
import { changedBook, createChangeIntake, notedThing } from "../../../src/intake/changes.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { type Store, StoreAway } from "../../../src/store/port.ts";
import { changeOf } from "../../contract/store/samples.ts";
import { testClock, testDeps } from "../../contract/store/stores.ts";

async function opened(over: Partial<Store> = {}) {
  const store = { ...(await openStore("sqlite::memory:", testDeps(testClock()))), ...over };
  let [ids, woken] = [0, 0];
  const intake = createChangeIntake({
    store,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    marked: () => {
      woken += 1;
    },
  });
  const noted = async () => (await store.notes(changedBook)).map(notedThing);
  const jobs = async () => (await store.backlog()).background;
  return { store, accept: intake.accept, noted, jobs, woken: () => woken };
}

test("What is new is kept, its things are noted once, and one job is asked for.", async () => {
  const { accept, noted, jobs, woken } = await opened();
  const added = await accept([changeOf("a", { model: "m: 1" }), changeOf("b")]);
  expect(added.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(await noted()).toEqual([
    { kind: "model", id: "m: 1" },
    { kind: "service", id: "credit" },
  ]);
  expect([await jobs(), woken()]).toEqual([1, 1]);
});

test("What is known already notes nothing and asks for nothing.", async () => {
  const { store, accept, noted, jobs, woken } = await opened();
  await store.addChanges([changeOf("a")]);
  expect(await accept([changeOf("a")])).toEqual([]);
  expect(await accept([])).toEqual([]);
  expect([await noted(), await jobs(), woken()]).toEqual([[], 0, 0]);
});

test("Beside what is known, what is new is noted alone.", async () => {
  const { store, accept, noted } = await opened();
  await store.addChanges([changeOf("a")]);
  await accept([changeOf("a"), changeOf("b", { service: "other" })]);
  expect(await noted()).toEqual([{ kind: "service", id: "other" }]);
});

test("A repeat while the first is still to be looked at takes nothing of it away.", async () => {
  const { accept, noted } = await opened();
  await accept([changeOf("a")]);
  await accept([changeOf("a")]);
  expect(await noted()).toEqual([{ kind: "service", id: "credit" }]);
});

test("Where the store went away between keeping and asking, the sender's next try asks.", async () => {
  let isAway = true;
  const { store, accept, noted, jobs } = await opened();
  const marking: Store["mark"] = (requests) => (isAway ? Promise.reject(new StoreAway("away")) : store.mark(requests));
  const broken = createChangeIntake({ store: { ...store, mark: marking }, newId: () => "x", marked: () => {} });
  await expect(broken.accept([changeOf("a")])).rejects.toBeInstanceOf(StoreAway);
  expect(await jobs()).toBe(0);
  isAway = false;
  expect(await accept([changeOf("a")])).toEqual([]);
  expect([await noted(), await jobs()]).toEqual([[{ kind: "service", id: "credit" }], 1]);
});

test("What cannot be kept is not answered as if it were.", async () => {
  const addChanges = (): Promise<readonly Change[]> => Promise.reject(new StoreAway("away"));
  const { accept, jobs } = await opened({ addChanges });
  await expect(accept([changeOf("a")])).rejects.toBeInstanceOf(StoreAway);
  expect(await jobs()).toBe(0);
});
