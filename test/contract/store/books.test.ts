import { expect, test } from "vitest";
import { describeStores } from "./stores.ts";

describeStores("A book of the installation is a set of notes", ({ fresh, again }) => {
  test("What was noted is read back sorted, each entry once, and another book knows nothing of it.", async () => {
    const { store } = await fresh();
    await store.note("groupings", ["b", 'a {"é": 1}']);
    await store.note("groupings", ["b", "c:d"]);
    expect(await store.notes("groupings")).toEqual(['a {"é": 1}', "b", "c:d"]);
    expect(await store.notes("group")).toEqual([]);
    expect(await store.notes("groupings:")).toEqual([]);
  });

  test("Notes outlive the process.", async () => {
    const { store, clock } = await fresh();
    await store.note("groupings", ["a"]);
    await store.close();
    expect(await (await again(clock)).notes("groupings")).toEqual(["a"]);
  });

  test("What is struck out is gone; what was not there changes nothing.", async () => {
    const { store } = await fresh();
    await store.note("groupings", ["a", "b"]);
    await store.strike("groupings", ["a", "z"]);
    await store.strike("groupings", []);
    expect(await store.notes("groupings")).toEqual(["b"]);
  });

  test("A book takes 1,000 entries; those that come after are not kept, until others are struck out.", async () => {
    const { store } = await fresh();
    const entries = Array.from({ length: 1_001 }, (_, at) => `entry ${String(at).padStart(4, "0")}`);
    await store.note("seen", entries.slice(0, 999));
    await store.note("seen", entries);
    expect(await store.notes("seen")).toEqual(entries.slice(0, 1_000));
    await store.strike("seen", entries.slice(0, 1));
    await store.note("seen", entries.slice(1_000));
    expect(await store.notes("seen")).toEqual(entries.slice(1));
  });
});

describeStores("Processes say what they run (protocol 10.2)", ({ fresh }) => {
  test("Everybody hears what all say now, each process its last word.", async () => {
    const { store } = await fresh();
    expect(await store.announce("a", "one", 60_000)).toEqual(new Map([["a", "one"]]));
    await store.announce("b", "one", 60_000);
    expect(await store.announce("a", "two words", 60_000)).toEqual(
      new Map([
        ["a", "two words"],
        ["b", "one"],
      ]),
    );
  });

  test("Who has not said anything for as long as it said is not heard any more, to the millisecond.", async () => {
    const { store, clock } = await fresh();
    await store.announce("a", "one", 60_000);
    clock.advance(59_999);
    expect(await store.announce("b", "two", 60_000)).toEqual(
      new Map([
        ["a", "one"],
        ["b", "two"],
      ]),
    );
    clock.advance(1);
    expect(await store.announce("b", "two", 60_000)).toEqual(new Map([["b", "two"]]));
  });
});
