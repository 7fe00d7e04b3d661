import { expect, test } from "vitest";
import type { Change, ChangedThing } from "../../../src/alert/change.ts";
import { changesMax, type Store } from "../../../src/store/port.ts";
import { changeOf } from "./samples.ts";
import { describeStores, morning } from "./stores.ts";

const credit: ChangedThing = { kind: "service", id: "credit" };
const scoring: ChangedThing = { kind: "model", id: "scoring" };
const hourMs = 3_600_000;

const all = (store: Store, about: readonly ChangedThing[], over: { from?: number; to?: number; limit?: number } = {}) =>
  store.changes({ about, from: 0, to: morning + 24 * hourMs, limit: 200, ...over });

const ids = (changes: readonly Change[]) => changes.map(({ id }) => id);

describeStores("Markers of what changed (behaviour 7)", ({ fresh, again }) => {
  test("A marker is read back as it came, fields of a later release too, and outlives the process.", async () => {
    const { store, clock } = await fresh();
    const marker = {
      ...changeOf("a", { from: "7", to: "8", url: "https://mlflow.example/8" }),
      later: { of: ["é", 1] },
    };
    expect(await store.addChanges([marker])).toEqual([marker]);
    await store.close();
    expect(await all(await again(clock), [credit])).toEqual([marker]);
  });

  test("One whose id is known changes nothing and is not answered as new.", async () => {
    const { store } = await fresh();
    await store.addChanges([changeOf("a", { to: "8" })]);
    expect(ids(await store.addChanges([changeOf("a", { to: "9" }), changeOf("b"), changeOf("b")]))).toEqual(["b"]);
    expect(await all(store, [credit])).toEqual([changeOf("b"), changeOf("a", { to: "8" })]);
  });

  test("One about a service and a model is found under both, once where both are asked for.", async () => {
    const { store } = await fresh();
    const both = changeOf("both", { model: "scoring" });
    expect(await store.addChanges([both])).toEqual([both]);
    expect(await store.addChanges([both])).toEqual([]);
    for (const about of [[credit], [scoring], [credit, scoring]]) expect(await all(store, about)).toEqual([both]);
    expect(await all(store, [{ kind: "model", id: "credit" }])).toEqual([]);
    expect(await all(store, [])).toEqual([]);
  });

  test("One that is about nothing known is not kept, and nothing to add is nothing.", async () => {
    const { store } = await fresh();
    const { service: _, ...nothing } = changeOf("a");
    expect(await store.addChanges([nothing])).toEqual([]);
    expect(await store.addChanges([])).toEqual([]);
  });

  test("They come newest first, those of one moment by id, between the times asked for, both included.", async () => {
    const { store } = await fresh();
    const at = (id: string, hours: number) => changeOf(id, { at: morning + hours * hourMs });
    await store.addChanges([at("b", 1), at("d", 2), at("a", 1), at("c", 0)]);
    expect(ids(await all(store, [credit]))).toEqual(["d", "b", "a", "c"]);
    expect(ids(await all(store, [credit], { from: morning + hourMs, to: morning + hourMs }))).toEqual(["b", "a"]);
    expect(ids(await all(store, [credit], { from: morning + hourMs + 1 }))).toEqual(["d"]);
    expect(ids(await all(store, [credit], { to: morning }))).toEqual(["c"]);
  });

  test("A limit is of all things together, at least 1, at most 200.", async () => {
    const { store } = await fresh();
    const many = Array.from({ length: 201 }, (_, at) => changeOf(String(at).padStart(3, "0"), { at: morning + at }));
    await store.addChanges(many);
    await store.addChanges([changeOf("model's", { service: "other", model: "scoring", at: morning + 200 })]);
    expect(ids(await all(store, [credit, scoring], { limit: 2 }))).toEqual(["model's", "200"]);
    expect(await all(store, [credit], { limit: 0 })).toHaveLength(1);
    expect(await all(store, [credit, scoring], { limit: 1_000 })).toHaveLength(200);
  });

  test("A thing keeps its 500 newest; an older one that comes then is not kept, others keep theirs.", async () => {
    const { store } = await fresh();
    await store.addChanges([changeOf("other", { service: "other", at: morning - hourMs })]);
    const many = Array.from({ length: changesMax + 1 }, (_, at) => changeOf(`${at}`, { at: morning + at }));
    await store.addChanges(many);
    expect(ids(await all(store, [credit], { to: morning + 1 }))).toEqual(["1"]);
    expect(await store.addChanges([changeOf("late", { at: morning - 1 })])).toEqual([]);
    expect(ids(await all(store, [credit], { to: morning + 1 }))).toEqual(["1"]);
    expect(ids(await all(store, [{ kind: "service", id: "other" }]))).toEqual(["other"]);
  });

  test("A purge takes those from before its time, of every thing, and counts incidents alone.", async () => {
    const { store } = await fresh();
    const things = Array.from({ length: 30 }, (_, at) => `service ${at}`);
    await store.addChanges(things.map((service) => changeOf("old", { service, at: morning - 1 })));
    await store.addChanges([changeOf("young", { service: "service 0" })]);
    expect(await store.purge(morning, 200)).toBe(0);
    expect(
      ids(
        await all(
          store,
          things.map((id) => ({ kind: "service", id }) as const),
        ),
      ),
    ).toEqual(["young"]);
    expect(await store.purge(morning + 1, 200)).toBe(0);
    expect(await all(store, [{ kind: "service", id: "service 0" }])).toEqual([]);
  });

  test("Added at once by many, each marker is new for exactly one of them.", async () => {
    const { store } = await fresh();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => store.addChanges([changeOf("a"), changeOf("b")])),
    );
    expect(ids(answers.flat()).sort()).toEqual(["a", "b"]);
  });
});
