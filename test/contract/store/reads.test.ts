import { expect, test } from "vitest";
import { BadCursor, type Store, type StoredIncident } from "../../../src/store/port.ts";
import {
  alertRow,
  destination,
  draft,
  following,
  freshId,
  groupId,
  healthy,
  job,
  markOf,
  opening,
  repeat,
  stateOf,
} from "./samples.ts";
import { describeStores, morning } from "./stores.ts";

const dayMs = 86_400_000;
const names = (incidents: readonly StoredIncident[]) => incidents.map(({ incident }) => incident.groupKey);

async function allPages(store: Store, limit: number): Promise<StoredIncident[][]> {
  const pages: StoredIncident[][] = [];
  let cursor: string | null = null;
  do {
    const page = await store.list(cursor === null ? { limit } : { limit, cursor });
    pages.push([...page.incidents]);
    cursor = page.next;
  } while (cursor !== null);
  return pages;
}

describeStores("What is read back (DESIGN 6, protocol 4.6)", ({ fresh }) => {
  test("Incidents are listed newest change first, a page at a time, each once.", async () => {
    const { store } = await fresh();
    const order = [3, 1, 4, 0, 2];
    await store.commit(order.map((at) => opening(`g${at}`, { incident: { updatedAt: morning + at } })));
    const pages = await allPages(store, 2);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(names(pages.flat())).toEqual(["g4", "g3", "g2", "g1", "g0"]);
    expect((await store.list({ limit: 5 })).next).toBeNull();
  });

  test("Incidents changed in the same millisecond are listed each once, whatever the page size.", async () => {
    const { store } = await fresh();
    await store.commit(Array.from({ length: 7 }, (_, i) => opening(`g${i}`)));
    const numbers = (await allPages(store, 3)).flat().map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => b - a));
    expect(numbers).toHaveLength(7);
  });

  test("A changed incident moves to the top; a counted one stays where it is and shows its count.", async () => {
    const { store } = await fresh();
    const [x, y] = [opening("x"), opening("y", { incident: { updatedAt: morning + 1 } })];
    await store.commit([x, y]);
    await store.commit([repeat(x, { receivedAt: morning + 50 })]);
    const counted = await store.list({ limit: 10 });
    expect(names(counted.incidents)).toEqual(["y", "x"]);
    expect(counted.incidents[1]).toMatchObject({ received: 2, lastReceivedAt: morning + 50, incident: x.incident });
    await store.commit([following(await stateOf(store, "x"), { incident: { updatedAt: morning + 2 } })]);
    expect(names((await store.list({ limit: 10 })).incidents)).toEqual(["x", "y"]);
  });

  test("An empty store lists nothing.", async () => {
    const { store } = await fresh();
    expect(await store.list({ limit: 50 })).toEqual({ incidents: [], next: null });
  });

  test.each(["", "abc", "1-", "-1-2", "1.5-2", "1e3-2", "1-2; DROP TABLE incident", "{}", "9".repeat(40)])(
    "The cursor %j was not given out: BadCursor.",
    async (cursor) => {
      const { store } = await fresh();
      await expect(store.list({ limit: 10, cursor })).rejects.toBeInstanceOf(BadCursor);
    },
  );

  test("An incident is found by its number and by group and uid; another number finds nothing.", async () => {
    const { store } = await fresh();
    const change = opening("g", { receivedAt: morning + 3 });
    const [result] = await store.commit([change]);
    const number = result?.kind === "committed" ? result.number : Number.NaN;
    const stored = { incident: change.incident, number, received: 1, lastReceivedAt: morning + 3 };
    expect(await store.find(number)).toEqual(stored);
    expect(await store.find({ groupId: groupId("g"), uid: change.incident?.uid ?? "" })).toEqual(stored);
    expect(await store.newestOf(groupId("g"))).toEqual(stored);
    for (const other of [0, -1, number + 64, 2 ** 40, 1.5]) expect(await store.find(other)).toBeNull();
    expect(await store.find({ groupId: groupId("g"), uid: freshId() })).toBeNull();
    expect(await store.find({ groupId: groupId("h"), uid: change.incident?.uid ?? "" })).toBeNull();
    expect(await store.newestOf(groupId("h"))).toBeNull();
    for (const forged of ["", "zz", "-1", "../..", "*", "__proto__", `${groupId("g")} `]) {
      expect(await store.find({ groupId: forged, uid: change.incident?.uid ?? "" })).toBeNull();
      expect(await store.newestOf(forged)).toBeNull();
    }
  });

  test("The journal is read oldest first, after an entry, up to a limit, over all its commits.", async () => {
    const { store } = await fresh();
    await store.commit([opening("g", { drafts: [draft("one"), draft("two"), draft("three")] })]);
    await store.commit([following(await stateOf(store, "g"), { drafts: [] })]);
    await store.commit([following(await stateOf(store, "g"), { drafts: [draft("four"), draft("five")] })]);
    const incident = (await stateOf(store, "g")).newest?.incident;
    if (!incident) throw new Error("no incident");
    const kinds = async (after: number, limit: number) =>
      (await store.journal(incident, after, limit)).map(({ kind }) => kind);
    expect(await kinds(0, 100)).toEqual(["one", "two", "three", "four", "five"]);
    expect(await kinds(1, 2)).toEqual(["two", "three"]);
    expect(await kinds(2, 2)).toEqual(["three", "four"]);
    expect(await kinds(3, 1)).toEqual(["four"]);
    expect(await kinds(0, 0)).toEqual([]);
    expect(await kinds(4, 100)).toEqual(["five"]);
    expect(await kinds(5, 100)).toEqual([]);
  });

  test("Alerts are read firing first, then oldest first, each with the times it was received.", async () => {
    const { store } = await fresh();
    const row = (fingerprint: string, firstSeenAt: number, status: "firing" | "resolved" = "firing") =>
      alertRow(fingerprint, { firstSeenAt: morning + firstSeenAt, status });
    const rows = [row("d", 1, "resolved"), row("b", 20), row("c", 0, "resolved"), row("a", 30), row("e", 10)];
    const change = opening("g", { alerts: rows });
    await store.commit([change]);
    await store.commit([repeat(change, { items: [{ fingerprint: "b", tag: "tag-b", times: 4 }] })]);
    const read = change.incident ? await store.alerts(change.incident, 10) : [];
    expect(read.map(({ fingerprint, received }) => [fingerprint, received])).toEqual([
      ["e", 1],
      ["b", 5],
      ["a", 1],
      ["c", 1],
      ["d", 1],
    ]);
    expect(read[0]).toEqual({ ...row("e", 10), received: 1 });
    expect(change.incident && (await store.alerts(change.incident, 2))).toHaveLength(2);
    expect(change.incident && (await store.alerts(change.incident, 0))).toEqual([]);
  });

  test("An alert that ends moves behind those that fire.", async () => {
    const { store } = await fresh();
    const change = opening("g", { alerts: [alertRow("a"), alertRow("b", { firstSeenAt: morning + 1 })] });
    await store.commit([change]);
    await store.commit([following(await stateOf(store, "g"), { alerts: [alertRow("a", { status: "resolved" })] })]);
    const read = change.incident ? await store.alerts(change.incident, 10) : [];
    expect(read.map(({ fingerprint, status }) => [fingerprint, status])).toEqual([
      ["b", "firing"],
      ["a", "resolved"],
    ]);
  });
});

describeStores("What is kept and what is purged (protocol 7, 8.4)", ({ fresh, again, kind }) => {
  test("A named value is set once; who comes later is told the value that stands.", async () => {
    const { store, clock } = await fresh();
    expect(await store.kept("mask-key")).toBeNull();
    expect(await store.keep("mask-key", "first")).toBe("first");
    expect(await store.keep("mask-key", "second")).toBe("first");
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => store.keep("raced", `${i}`)));
    expect(new Set(answers).size).toBe(1);
    await store.close();
    expect(await (await again(clock)).kept("mask-key")).toBe("first");
  });

  test("The epoch is random, written once and the same for the next process; another installation has another.", async () => {
    const { store, clock } = await fresh();
    const { epoch } = store.facts();
    expect(store.facts().kind).toBe(kind);
    expect(epoch).toMatch(/^[0-9a-f]{16,}$/);
    await store.close();
    const next = await again(clock);
    expect(next.facts().epoch).toBe(epoch);
    await next.close();
    expect((await fresh(clock)).store.facts().epoch).not.toBe(epoch);
  });

  test("The store answers and has the injected clock's time.", async () => {
    const { store, clock } = await fresh();
    await store.ping();
    clock.advance(1234);
    expect(await store.now()).toBe(morning + 1234);
  });

  test("An ended incident that was last updated before the date goes with all that is its own.", async () => {
    const { store } = await fresh();
    const old = opening("g", {
      incident: { phase: "closed", updatedAt: morning - dayMs },
      alerts: [alertRow("a"), alertRow("b")],
    });
    const subject = destination(old);
    const [result] = await store.commit([{ ...old, marks: [markOf(subject)] }]);
    const [mark] = await store.claim("chat", 1, 1000);
    if (mark) await store.saveBinding(mark, "shown");
    expect(await store.purge(morning, 100)).toBe(1);
    if (!old.incident) throw new Error("no incident");
    expect(result?.kind === "committed" && (await store.find(result.number))).toBeNull();
    expect(await store.find({ groupId: groupId("g"), uid: old.incident.uid })).toBeNull();
    expect(await store.newestOf(groupId("g"))).toBeNull();
    expect(await store.journal(old.incident, 0, 10)).toEqual([]);
    expect(await store.alerts(old.incident, 10)).toEqual([]);
    expect(await store.loadBinding(subject)).toBeNull();
    expect((await store.backlog()).chat).toBe(0);
    expect(await stateOf(store, "g")).toMatchObject({ newest: null, alerts: new Map() });
    expect(await store.list({ limit: 10 })).toEqual({ incidents: [], next: null });
  });

  test("Open incidents never expire, and ended ones stay until their date (protocol 8.4).", async () => {
    const { store } = await fresh();
    const kept = [
      opening("open", { incident: { phase: "notified", updatedAt: morning - 900 * dayMs } }),
      opening("resolved", { incident: { phase: "resolved", updatedAt: morning } }),
      opening("closed", { incident: { phase: "closed", updatedAt: morning + 1 } }),
    ];
    await store.commit([...kept, opening("old", { incident: { phase: "resolved", updatedAt: morning - 1 } })]);
    expect(await store.purge(morning, 100)).toBe(1);
    expect(names((await store.list({ limit: 10 })).incidents)).toEqual(["closed", "resolved", "open"]);
    expect(await store.purge(morning, 100)).toBe(0);
  });

  test("A purge takes no more than its limit at once.", async () => {
    const { store } = await fresh();
    await store.commit(
      Array.from({ length: 5 }, (_, i) =>
        opening(`g${i}`, { incident: { phase: "closed", updatedAt: morning - dayMs } }),
      ),
    );
    expect(await store.purge(morning, 3)).toBe(3);
    expect(await store.purge(morning, 3)).toBe(2);
  });

  test("An old incident goes and the group's newer one stays whole.", async () => {
    const { store } = await fresh();
    await store.commit([opening("g", { incident: { phase: "closed", updatedAt: morning - dayMs } })]);
    const newer = opening("g", { baseVersion: 1 });
    await store.commit([newer]);
    expect(await store.purge(morning, 100)).toBe(1);
    const state = await stateOf(store, "g");
    expect(state).toMatchObject({ group: { version: 2 }, newest: { incident: newer.incident } });
    expect(state.alerts.size).toBe(1);
    expect(await store.commit([repeat(newer)])).toMatchObject([{ kind: "committed", received: 2 }]);
  });

  test("A purged group opens again, under a number that nobody had.", async () => {
    const { store, clock } = await fresh();
    const [old] = await store.commit([opening("g", { incident: { phase: "closed", updatedAt: morning - dayMs } })]);
    await store.purge(morning, 100);
    await store.close();
    const next = await again(clock);
    const { group } = await stateOf(next, "g");
    const [anew] = await next.commit([opening("g", { baseVersion: group?.version ?? 0 })]);
    if (old?.kind !== "committed" || anew?.kind !== "committed") throw new Error("not committed");
    expect(anew.number).toBeGreaterThan(old.number);
  });

  test("A group that never had an incident goes when nothing was committed for it since the date.", async () => {
    const { store, clock } = await fresh();
    const left = async () => {
      const states = await Promise.all(["quiet", "heard", "open"].map((name) => stateOf(store, name)));
      return states.flatMap(({ group }) => group?.groupKey ?? []);
    };
    await store.commit([healthy("quiet"), healthy("heard"), healthy("open")]);
    await store.commit([opening("open", { baseVersion: 1 })]);
    clock.advance(dayMs);
    await store.commit([healthy("heard", 1)]);
    expect(await store.purge(morning, 100)).toBe(0);
    expect(await store.purge(morning + dayMs, 100)).toBe(1);
    expect(await left()).toEqual(["heard", "open"]);
    clock.advance(dayMs);
    expect(await store.purge(clock.now(), 100)).toBe(1);
    expect(await left()).toEqual(["open"]);
    expect(await store.commit([healthy("quiet")])).toMatchObject([{ kind: "committed", number: 0 }]);
  });

  test("A group that outlived its incidents goes when nothing was committed for it since the date.", async () => {
    const { store, clock } = await fresh();
    const ended = opening("g", { incident: { phase: "closed", updatedAt: morning - dayMs } });
    const page = { kind: "page", groupId: groupId("g"), destination: "pagerduty:1f0c9a" } as const;
    await store.commit([{ ...ended, marks: [markOf(page)] }]);
    const [mark] = await store.claim("chat", 1, 1000);
    expect(mark && (await store.saveBinding(mark, "shown"))).toBe("saved");
    expect(await store.purge(morning, 100)).toBe(1);
    expect((await stateOf(store, "g")).group?.version).toBe(1);
    expect(await store.purge(morning, 100)).toBe(0);
    clock.advance(1);
    expect(await store.purge(clock.now(), 100)).toBe(1);
    expect((await stateOf(store, "g")).group).toBeNull();
    expect(await store.loadBinding(page)).toBeNull();
    expect((await store.backlog()).chat).toBe(0);
  });

  test("Incidents and groups share the limit of a purge.", async () => {
    const { store, clock } = await fresh();
    await store.commit([
      ...["a", "b"].map((name) => opening(name, { incident: { phase: "closed", updatedAt: morning - dayMs } })),
      ...["c", "d", "e"].map((name) => healthy(name)),
    ]);
    clock.advance(1);
    const removed = [3, 3, 3].map((limit) => () => store.purge(clock.now(), limit));
    const counts: number[] = [];
    for (const purge of removed) counts.push(await purge());
    expect(counts).toEqual([3, 2, 0]);
  });

  test("A job's mark and binding outlive every purge.", async () => {
    const { store } = await fresh();
    await store.mark([markOf(job("poll"))]);
    const [mark] = await store.claim("chat", 1, 1000);
    if (mark) await store.saveBinding(mark, { since: 1 });
    await store.purge(morning + 900 * dayMs, 100);
    expect((await store.loadBinding(job("poll")))?.value).toEqual({ since: 1 });
    expect((await store.backlog()).chat).toBe(1);
  });
});
