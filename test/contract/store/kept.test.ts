import { expect, test } from "vitest";
import { describeStores } from "./stores.ts";

describeStores("Named values are swapped and lent", ({ fresh, again }) => {
  test("A value is swapped only where it is what the caller read; the answer says so.", async () => {
    const { store } = await fresh();
    expect(await store.swap("turn", "nobody", "a")).toBe(false);
    expect(await store.kept("turn")).toBeNull();
    expect(await store.swap("turn", null, "a")).toBe(true);
    expect(await store.swap("turn", null, "b")).toBe(false);
    expect(await store.swap("turn", "a", "b\nof two lines")).toBe(true);
    expect(await store.swap("turn", "a", "c")).toBe(false);
    expect(await store.kept("turn")).toBe("b\nof two lines");
  });

  test("The empty value is a value.", async () => {
    const { store } = await fresh();
    expect(await store.swap("turn", "", "a")).toBe(false);
    expect(await store.swap("turn", null, "")).toBe(true);
    expect(await store.swap("turn", null, "a")).toBe(false);
    expect(await store.swap("turn", "", "a")).toBe(true);
  });

  test("Whose answer was lost asks again and is told yes.", async () => {
    const { store } = await fresh();
    await store.swap("turn", null, "a");
    expect(await store.swap("turn", null, "a")).toBe(true);
    await store.swap("turn", "a", "b");
    expect(await store.swap("turn", "a", "b")).toBe(true);
    expect(await store.kept("turn")).toBe("b");
  });

  test("Of 20 that swap at once from one value exactly one did.", async () => {
    const { store } = await fresh();
    await store.keep("turn", "free");
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => store.swap("turn", "free", `${at}`)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await store.kept("turn")).toBe(`${answers.indexOf(true)}`);
  });

  test("What is swapped outlives the process.", async () => {
    const { store, clock } = await fresh();
    await store.swap("turn", null, "a");
    await store.close();
    expect(await (await again(clock)).kept("turn")).toBe("a");
  });

  test("What is lent is read until its time is over by the store's clock, to the millisecond.", async () => {
    const { store, clock } = await fresh();
    await store.lend("source:token", "sealed\nvalue", 60_000);
    clock.advance(59_999);
    expect(await store.kept("source:token")).toBe("sealed\nvalue");
    clock.advance(1);
    expect(await store.kept("source:token")).toBeNull();
  });

  test("Lent again it is the new value, for its own time, also by the next process.", async () => {
    const { store, clock } = await fresh();
    await store.lend("source:token", "first", 60_000);
    clock.advance(30_000);
    await store.lend("source:token", "second", 60_000);
    clock.advance(30_000);
    await store.close();
    const next = await again(clock);
    expect(await next.kept("source:token")).toBe("second");
    clock.advance(30_000);
    expect(await next.kept("source:token")).toBeNull();
  });
});
