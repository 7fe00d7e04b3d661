import { expect, test } from "vitest";
import type { Change, CommitResult, Count } from "../../../src/store/port.ts";
import {
  alertRow,
  destination,
  draft,
  following,
  freshId,
  groupId,
  groupOf,
  markOf,
  opening,
  repeat,
  stateOf,
} from "./samples.ts";
import { describeStores, morning, testClock } from "./stores.ts";

const conflict: CommitResult = { kind: "conflict" };
const minuteMs = 60_000;

describeStores("What a commit stores (DESIGN 2, protocol 4)", ({ fresh, kind }) => {
  test("An opening is stored whole: the group, the incident with its number, its rows and its journal.", async () => {
    const { store } = await fresh();
    const change = opening("g", { alerts: [alertRow("a"), alertRow("b")], receivedAt: morning + 5 });
    const [result] = await store.commit([change]);
    expect(result).toMatchObject({ kind: "committed", received: 2 });
    const state = await stateOf(store, "g", ["a", "b", "c"]);
    expect(state.group).toEqual(change.group);
    expect(state.newest?.incident).toEqual(change.incident);
    expect(state.newest).toMatchObject({ received: 2, lastReceivedAt: morning + 5 });
    expect(result).toMatchObject({ number: state.newest?.number });
    expect([...state.alerts.keys()].sort()).toEqual(["a", "b"]);
    expect(state.alerts.get("b")).toEqual(alertRow("b"));
    expect(change.incident && (await store.journal(change.incident, 0, 10))).toEqual(change.entries);
  });

  test("A group that was never seen has no group, no incident, no rows and no known ids.", async () => {
    const { store } = await fresh();
    expect(await stateOf(store, "never", ["a"], ["id"])).toEqual({
      group: null,
      newest: null,
      alerts: new Map(),
      known: new Set(),
    });
  });

  test("States are loaded in the order of the queries.", async () => {
    const { store } = await fresh();
    await store.commit(["x", "y", "z"].map((name) => opening(name)));
    const names = ["z", "never", "x", "y"];
    const states = await store.load(names.map((name) => ({ groupId: groupId(name), fingerprints: [], senderIds: [] })));
    expect(states.map(({ group }) => group?.groupKey)).toEqual(["z", undefined, "x", "y"]);
  });

  test("The next change replaces the incident and the rows that it names, and leaves the other rows alone.", async () => {
    const { store } = await fresh();
    await store.commit([opening("g", { alerts: [alertRow("a"), alertRow("b")] })]);
    const ended = alertRow("b", { status: "resolved", tag: "over" });
    const next = following(await stateOf(store, "g"), {
      incident: { severity: "warning", firing: 1, resolved: 1 },
      alerts: [ended, alertRow("c")],
      receivedAt: morning + 9,
    });
    expect(await store.commit([next])).toMatchObject([{ kind: "committed", received: 4 }]);
    const state = await stateOf(store, "g", ["a", "b", "c"]);
    expect(state.group?.version).toBe(2);
    expect(state.newest?.incident).toEqual(next.incident);
    expect(state.newest).toMatchObject({ received: 4, lastReceivedAt: morning + 9 });
    expect([...state.alerts.values()]).toEqual(expect.arrayContaining([alertRow("a"), ended, alertRow("c")]));
    expect(next.incident && (await store.journal(next.incident, 1, 10))).toEqual(next.entries);
  });

  test("A change without an incident moves the group's series only: it has number 0.", async () => {
    const { store } = await fresh();
    const series = { "auc|": { lastTo: morning, bad: 1, good: 0 } };
    const change: Change = { ...opening("g"), incident: null, opens: false, entries: [], alerts: [], received: 0 };
    expect(await store.commit([{ ...change, group: groupOf("g", 1, { series }) }])).toEqual([
      { kind: "committed", number: 0, received: 0 },
    ]);
    const state = await stateOf(store, "g");
    expect(state).toMatchObject({ group: { version: 1, series }, newest: null });
  });

  test("A group's series moves without touching the open incident.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    const { group } = first;
    const series = { "auc|": { lastTo: morning, bad: 0, good: 1 } };
    await store.commit([
      {
        ...opening("g", { baseVersion: 1, alerts: [] }),
        incident: null,
        opens: false,
        entries: [],
        group: { ...group, version: 2, series },
      },
    ]);
    const state = await stateOf(store, "g");
    expect(state.group).toMatchObject({ version: 2, series, newest: first.incident?.uid });
    expect(state.newest).toMatchObject({ incident: first.incident, received: 1 });
  });

  test("The newest incident of a group is the one that opened last, and only its rows are loaded.", async () => {
    const { store } = await fresh();
    const first = opening("g", { alerts: [alertRow("old")] });
    await store.commit([first]);
    const second = opening("g", { baseVersion: 1, alerts: [alertRow("new")] });
    const [result] = await store.commit([second]);
    const state = await stateOf(store, "g", ["old", "new"]);
    expect(state.newest?.incident.uid).toBe(second.incident?.uid);
    expect([...state.alerts.keys()]).toEqual(["new"]);
    expect((await store.newestOf(groupId("g")))?.number).toBe(result?.kind === "committed" && result.number);
  });

  test("A late fact for an older incident changes that one and leaves the newest the newest.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    const older = await stateOf(store, "g");
    const second = opening("g", { baseVersion: 1 });
    await store.commit([second]);
    const late = following(older, { incident: { pageNo: 7 } });
    const group = groupOf("g", 3, { newest: second.incident?.uid ?? "" });
    expect(await store.commit([{ ...late, baseVersion: 2, group }])).toMatchObject([{ kind: "committed" }]);
    const found = await store.find({ groupId: groupId("g"), uid: first.incident?.uid ?? "" });
    expect(found?.incident.pageNo).toBe(7);
    expect((await store.newestOf(groupId("g")))?.incident).toEqual(second.incident);
  });

  test("Every opening has a number of its own; SQLite counts densely from 1 (protocol 4.6).", async () => {
    const { store } = await fresh();
    const names = Array.from({ length: 20 }, (_, i) => `group ${i}`);
    const results = await store.commit(names.map((name) => opening(name)));
    const numbers = results.map((result) => (result.kind === "committed" ? result.number : Number.NaN));
    expect(new Set(numbers).size).toBe(20);
    expect(numbers.every((number) => Number.isSafeInteger(number) && number > 0)).toBe(true);
    if (kind === "sqlite") expect(numbers).toEqual(names.map((_, i) => i + 1));
  });

  test("Fields and journal kinds of a later release go in and come out untouched (protocol 10.3).", async () => {
    const { store } = await fresh();
    const later = { fromLater: { nested: [1, "zwei", null] } };
    const change = opening("g", { drafts: [draft("a-kind-of-later", later)] });
    const row = { ...alertRow("a"), ...later };
    const incident = { ...change.incident, ...later } as Change["incident"];
    const entries = change.entries.map((entry) => ({ ...entry, ...later }));
    await store.commit([
      { ...change, incident, entries, alerts: [row], group: { ...change.group, ...later } as Change["group"] },
    ]);
    const state = await stateOf(store, "g");
    expect(state.group).toMatchObject(later);
    expect(state.newest?.incident).toEqual(incident);
    expect(state.alerts.get("a")).toEqual(row);
    expect(incident && (await store.journal(incident, 0, 10))).toEqual(entries);
  });

  test("An incident of 1,500 rows is stored in one step (protocol 8.3: a caller splits, the store does not lose).", async () => {
    const { store } = await fresh();
    const alerts = Array.from({ length: 1500 }, (_, i) => alertRow(`fp-${i}`));
    const change = opening("g", { alerts });
    expect(await store.commit([change])).toMatchObject([{ kind: "committed", received: 1500 }]);
    expect(
      (
        await stateOf(
          store,
          "g",
          alerts.map(({ fingerprint }) => fingerprint),
        )
      ).alerts.size,
    ).toBe(1500);
  });

  test("Nothing to commit is nothing.", async () => {
    const { store } = await fresh();
    expect(await store.commit([])).toEqual([]);
  });
});

describeStores("Changes guard each other by the group's version (protocol 4.1)", ({ fresh }) => {
  test("A change decided on an old version is a conflict and changes nothing.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    const state = await stateOf(store, "g");
    await store.commit([following(state)]);
    const before = await stateOf(store, "g", ["a", "b"], ["id"]);
    const stale = following(state, {
      incident: { severity: "urgent" },
      alerts: [alertRow("b")],
      marks: [markOf(destination(first))],
      senderIds: ["id"],
    });
    expect(await store.commit([stale])).toEqual([conflict]);
    expect(await stateOf(store, "g", ["a", "b"], ["id"])).toEqual(before);
    expect(before.newest && (await store.journal(before.newest.incident, 0, 10))).toHaveLength(2);
    expect(await store.claim("chat", 10, 1000)).toEqual([]);
  });

  test("A group that is there already cannot be made again.", async () => {
    const { store } = await fresh();
    await store.commit([opening("g")]);
    expect(await store.commit([opening("g")])).toEqual([conflict]);
  });

  test("A change for a group that is not there is a conflict unless it is decided on version 0.", async () => {
    const { store } = await fresh();
    expect(await store.commit([opening("g", { baseVersion: 3 })])).toEqual([conflict]);
    expect((await stateOf(store, "g")).group).toBeNull();
  });

  test("A conflict of one item leaves the other items of the commit alone, and results keep the items' order.", async () => {
    const { store } = await fresh();
    await store.commit([opening("taken")]);
    const results = await store.commit([opening("x"), opening("taken"), opening("y"), repeat(opening("nowhere"))]);
    expect(results.map((result) => result.kind)).toEqual(["committed", "conflict", "committed", "conflict"]);
    expect((await stateOf(store, "y")).newest).not.toBeNull();
  });

  test("Of two decisions on one version in the same commit the first stands and the second is a conflict.", async () => {
    const { store } = await fresh();
    const [first, second] = [opening("g"), opening("g")];
    expect((await store.commit([first, second])).map((result) => result.kind)).toEqual(["committed", "conflict"]);
    expect((await stateOf(store, "g")).newest?.incident.uid).toBe(first.incident?.uid);
  });

  test("Of 20 changes decided at once on the same version exactly one is committed.", async () => {
    const { store } = await fresh();
    await store.commit([opening("g")]);
    const state = await stateOf(store, "g");
    const results = await Promise.all(Array.from({ length: 20 }, () => store.commit([following(state)])));
    expect(results.flat().filter((result) => result.kind === "committed")).toHaveLength(1);
    expect((await stateOf(store, "g")).group?.version).toBe(2);
  });
});

describeStores("Repeats are counted without a version (protocol 4.2)", ({ fresh }) => {
  test("A count adds to the incident and to each fingerprint, and raises neither version nor journal.", async () => {
    const { store } = await fresh();
    const first = opening("g", { alerts: [alertRow("a"), alertRow("b")] });
    await store.commit([first]);
    const items = [
      { fingerprint: "a", tag: "tag-a", times: 3 },
      { fingerprint: "b", tag: "tag-b", times: 1 },
    ];
    const [result] = await store.commit([repeat(first, { items, receivedAt: morning + 70 })]);
    const state = await stateOf(store, "g", ["a", "b"]);
    expect(result).toEqual({ kind: "committed", number: state.newest?.number, received: 6 });
    expect(state.group).toEqual(first.group);
    expect(state.newest).toMatchObject({ incident: first.incident, received: 6, lastReceivedAt: morning + 70 });
    expect(first.incident && (await store.journal(first.incident, 0, 10))).toHaveLength(1);
    const rows = first.incident ? await store.alerts(first.incident, 10) : [];
    expect(Object.fromEntries(rows.map((row) => [row.fingerprint, row.received]))).toEqual({ a: 4, b: 2 });
  });

  test("A count whose tag is not the stored one is a conflict, and none of its items is counted.", async () => {
    const { store } = await fresh();
    const first = opening("g", { alerts: [alertRow("a"), alertRow("b")] });
    await store.commit([first]);
    const items = [
      { fingerprint: "a", tag: "tag-a", times: 1 },
      { fingerprint: "b", tag: "another", times: 1 },
    ];
    const marks = [markOf(destination(first))];
    expect(await store.commit([repeat(first, { items, marks, senderIds: ["id"] })])).toEqual([conflict]);
    const state = await stateOf(store, "g", ["a"], ["id"]);
    expect(state.newest?.received).toBe(2);
    expect(state.known.size).toBe(0);
    const rows = first.incident ? await store.alerts(first.incident, 10) : [];
    expect(rows.map((row) => row.received)).toEqual([1, 1]);
    expect(await store.nextDue("chat")).toBeNull();
  });

  test.each<[string, (first: Change) => Partial<Count>]>([
    ["of an alert that has no row", () => ({ items: [{ fingerprint: "b", tag: "tag-b", times: 1 }] })],
    ["for an incident that is not there", () => ({ uid: freshId() })],
    ["for a group that is not there", () => ({ groupId: groupId("elsewhere") })],
  ])("A count %s is a conflict.", async (_, wrong) => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    expect(await store.commit([repeat(first, wrong(first))])).toEqual([conflict]);
    expect(await store.commit([repeat(first)])).toMatchObject([{ kind: "committed", received: 2 }]);
  });

  test("A repeat of an older incident's alert is counted there (protocol 5.3).", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    await store.commit([opening("g", { baseVersion: 1 })]);
    expect(await store.commit([repeat(first)])).toMatchObject([{ kind: "committed", received: 2 }]);
    expect((await stateOf(store, "g")).newest?.received).toBe(1);
  });

  test("500 parallel repeats of one alert are 500 counts and no conflict.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    const results = await Promise.all(Array.from({ length: 500 }, () => store.commit([repeat(first)])));
    expect(results.flat().every((result) => result.kind === "committed")).toBe(true);
    expect((await stateOf(store, "g")).newest?.received).toBe(501);
  });

  test("A change decided before a count was stored still stands, and both are in the sum.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    const state = await stateOf(store, "g");
    await store.commit([repeat(first, { receivedAt: morning + 90 })]);
    const next = following(state, { alerts: [alertRow("b")], receivedAt: morning + 80 });
    expect(await store.commit([next])).toMatchObject([{ kind: "committed", received: 3 }]);
    expect((await stateOf(store, "g")).newest).toMatchObject({ received: 3, lastReceivedAt: morning + 90 });
  });

  test("A row that a change writes again keeps its count and adds one.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    await store.commit([repeat(first)]);
    await store.commit([following(await stateOf(store, "g"), { alerts: [alertRow("a", { tag: "new" })] })]);
    const rows = first.incident ? await store.alerts(first.incident, 10) : [];
    expect(rows).toEqual([{ ...alertRow("a", { tag: "new" }), received: 3 }]);
  });
});

describeStores("A resent attempt changes nothing (protocol 4.4)", ({ fresh, again }) => {
  test("A change sent again answers as the first time, though the version has moved on.", async () => {
    const { store } = await fresh();
    const first = opening("g", { marks: [markOf({ kind: "job", job: "j" })] });
    const answer = await store.commit([first]);
    const [claimed] = await store.claim("chat", 1, 1000);
    await store.commit([following(await stateOf(store, "g"), { alerts: [alertRow("b")] })]);
    const before = await stateOf(store, "g", ["a", "b"]);
    expect(await store.commit([first])).toEqual(answer);
    expect(await stateOf(store, "g", ["a", "b"])).toEqual(before);
    expect(claimed && (await store.release(claimed, { kind: "done" }))).toBe("released");
    expect(await store.nextDue("chat")).toBeNull();
  });

  test("A count sent again is counted once and answers as the first time.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    const count = repeat(first);
    const answer = await store.commit([count]);
    await store.commit([repeat(first)]);
    expect(await store.commit([count])).toEqual(answer);
    expect((await stateOf(store, "g")).newest?.received).toBe(3);
  });

  test("The same attempt twice in one commit is one.", async () => {
    const { store } = await fresh();
    const first = opening("g");
    await store.commit([first]);
    const count = repeat(first);
    const results = await store.commit([count, count]);
    expect(results[1]).toEqual(results[0]);
    expect((await stateOf(store, "g")).newest?.received).toBe(2);
  });

  test.each([0, 5, 9])(
    "An attempt of minute %i is remembered for 10 minutes, in the store and not in the process.",
    async (minute) => {
      const { store, clock } = await fresh(testClock(morning + minute * minuteMs));
      const first = opening("g");
      await store.commit([first]);
      const count = repeat(first);
      const answer = await store.commit([count]);
      await store.close();
      clock.advance(10 * minuteMs - 1);
      const later = await again(clock);
      await later.commit([opening("other")]);
      expect(await later.commit([count])).toEqual(answer);
      expect((await stateOf(later, "g")).newest?.received).toBe(2);
    },
  );

  test("A conflict is not remembered: the same attempt may be decided again.", async () => {
    const { store } = await fresh();
    await store.commit([opening("g")]);
    const stale = await stateOf(store, "g");
    await store.commit([following(stale)]);
    const attemptId = freshId();
    expect(await store.commit([following(stale, { attemptId })])).toEqual([conflict]);
    const decidedAgain = following(await stateOf(store, "g"), { attemptId });
    expect(await store.commit([decidedAgain])).toMatchObject([{ kind: "committed" }]);
  });
});

describeStores("Sender ids are kept with their effect (protocol 4.4)", ({ fresh, again }) => {
  const dayMs = 86_400_000;

  test("An id is known after the commit that it took effect in, a change or a count, and in its group only.", async () => {
    const { store } = await fresh();
    const first = opening("g", { senderIds: ["by-change"] });
    await store.commit([first, opening("other")]);
    await store.commit([repeat(first, { senderIds: ["by-count"] })]);
    const ids = ["by-change", "by-count", "never"];
    expect((await stateOf(store, "g", [], ids)).known).toEqual(new Set(["by-change", "by-count"]));
    expect((await stateOf(store, "other", [], ids)).known).toEqual(new Set());
  });

  test("An id that comes again is no error.", async () => {
    const { store } = await fresh();
    const first = opening("g", { senderIds: ["id"] });
    await store.commit([first]);
    expect(await store.commit([repeat(first, { senderIds: ["id"] })])).toMatchObject([{ kind: "committed" }]);
  });

  test("An id is kept for 7 days at least, whatever is purged meanwhile, and not for ever.", async () => {
    const { store, clock } = await fresh();
    await store.commit([opening("g", { senderIds: ["id"] })]);
    clock.advance(7 * dayMs - 1);
    await store.purge(clock.now(), 100);
    await store.close();
    const later = await again(clock);
    expect((await stateOf(later, "g", [], ["id"])).known).toEqual(new Set(["id"]));
    clock.advance(8 * dayMs);
    await later.purge(0, 100);
    expect((await stateOf(later, "g", [], ["id"])).known).toEqual(new Set());
  });
});
