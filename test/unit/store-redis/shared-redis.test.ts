import { expect, test } from "vitest";
import { firstBreak } from "../../../src/incident/journal.ts";
import { lanes, ranks } from "../../../src/incident/mark.ts";
import type { Change } from "../../../src/store/port.ts";
import { keyKinds } from "../../../src/store/redis/keys.ts";
import {
  alertRow,
  changeOf,
  destination,
  draft,
  following,
  groupId,
  healthy,
  job,
  markOf,
  opening,
  repeat,
  stateOf,
} from "../../contract/store/samples.ts";
import { morning } from "../../contract/store/stores.ts";
import { describeLive } from "./live.ts";

const leaseMs = 30_000;
const kindsOf = (results: readonly (readonly { kind: string }[])[]) => results.flat().map(({ kind }) => kind);

describeLive("Two processes share one Redis (DESIGN 5)", ({ open, clock, admin }) => {
  test("Of two that decide on one version one wins, and the other conflicts, loads again and wins then.", async () => {
    const [a, b] = [await open(), await open()];
    const mine = opening("g");
    const theirs = opening("g");
    expect(kindsOf(await Promise.all([a.commit([mine]), b.commit([theirs])])).sort()).toEqual([
      "committed",
      "conflict",
    ]);
    const [seenByA, seenByB] = [await stateOf(a, "g"), await stateOf(b, "g")];
    expect(seenByA).toEqual(seenByB);
    expect(kindsOf(await Promise.all([a.commit([following(seenByA)]), b.commit([following(seenByB)])])).sort()).toEqual(
      ["committed", "conflict"],
    );
    expect(kindsOf([await b.commit([following(await stateOf(b, "g"))])])).toEqual(["committed"]);
    const { newest } = await stateOf(a, "g");
    expect(newest && firstBreak(await a.journal(newest.incident, 0, 10))).toBeNull();
  });

  test("Of 50 openings over both, each has a number of its own, which names its shard (protocol 4.6).", async () => {
    const [a, b] = [await open(), await open()];
    const names = Array.from({ length: 50 }, (_, at) => `g${at}`);
    await Promise.all(names.map((name, at) => (at % 2 ? a : b).commit([opening(name)])));
    const numbers = await Promise.all(
      names.map(async (name) => [groupId(name), (await stateOf(a, name)).newest?.number ?? 0] as const),
    );
    expect(new Set(numbers.map(([, number]) => number)).size).toBe(50);
    for (const [id, number] of numbers) {
      expect(number % 64).toBe(Number.parseInt(id.slice(0, 2), 16) >> 2);
      expect(number).toBeGreaterThan(0);
    }
  });

  test("A mark is given to one of them only, and a gate lets one of them pass.", async () => {
    const [a, b] = [await open(), await open()];
    await a.mark(Array.from({ length: 20 }, (_, at) => markOf(job(`j${at}`))));
    const claims = await Promise.all([a.claim("chat", 20, leaseMs), b.claim("chat", 20, leaseMs)]);
    const names = claims.flat().map(({ subject }) => (subject.kind === "job" ? subject.job : "?"));
    expect(names).toHaveLength(20);
    expect(new Set(names).size).toBe(20);
    const rate = { intervalMs: 1000, burst: 1 };
    const answers = await Promise.all([a.gate("slack", rate, 0), b.gate("slack", rate, 0)]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(["open", "shut"]);
  });

  test("What a process that is gone had leased, another takes over, fenced from the first.", async () => {
    const [a, b] = [await open(), await open()];
    await a.mark([markOf(job("j"))]);
    const [first] = await a.claim("chat", 1, leaseMs);
    clock().advance(leaseMs);
    const [second] = await b.claim("chat", 1, leaseMs);
    expect(second).toMatchObject({ tookOver: true });
    expect(first && (await a.saveBinding(first, "late"))).toBe("fenced");
    expect(first && (await a.release(first, { kind: "done" }))).toBe("lost");
  });

  test("With the server's clock, marks of another process are seen within a second.", async () => {
    const wall = { now: Date.now, clock: "server" } as const;
    const [a, b] = [await open(wall), await open(wall)];
    expect(await b.claim("page", 1, leaseMs)).toEqual([]);
    const since = Date.now();
    await a.mark([markOf(job("j"), { lane: "page" })]);
    await expect.poll(async () => (await b.claim("page", 1, leaseMs)).length, { interval: 20, timeout: 5000 }).toBe(1);
    expect(Date.now() - since).toBeLessThan(2_500);
  });

  test("Leases, due times and gates go by the server's clock, however wrong a process's own is (protocol 1.6).", async () => {
    const hourMs = 3_600_000;
    for (const aheadMs of [hourMs, -hourMs]) {
      const store = await open({ clock: "server", now: () => Date.now() + aheadMs, policyName: `ahead ${aheadMs}` });
      expect(Math.abs((await store.now()) - Date.now())).toBeLessThan(60_000);
      await store.mark([
        markOf(job("due"), { dueAt: Date.now() - 60_000 }),
        markOf(job("later"), { dueAt: Date.now() + hourMs / 2 }),
      ]);
      const claimed = await store.claim("chat", 10, leaseMs);
      expect(claimed.map(({ subject }) => subject)).toEqual([job("due")]);
      expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
      await store.shutGate("slack", Date.now() + hourMs / 2);
      expect(await store.gate("slack", { intervalMs: 1, burst: 1 }, 3)).toMatchObject({ kind: "shut" });
    }
  });

  test("Installations with different policy names do not see each other.", async () => {
    const [a, b] = [await open(), await open({ policyName: "another" })];
    const change = opening("g", { marks: [markOf(job("j"))] });
    await a.commit([change]);
    await a.keep("mask-key", "mine");
    await a.shutGate("slack", morning + 60_000);
    expect(await stateOf(b, "g")).toMatchObject({ group: null, newest: null });
    expect(await b.list({ limit: 10 })).toMatchObject({ incidents: [] });
    expect(await b.claim("chat", 10, leaseMs)).toEqual([]);
    expect(await b.kept("mask-key")).toBeNull();
    expect(await b.gate("slack", { intervalMs: 1, burst: 1 }, 3)).toEqual({ kind: "open" });
    expect(b.facts().epoch).not.toBe(a.facts().epoch);
    expect(await admin().dbsize()).toBeGreaterThan(0);
  });
});

describeLive("What is sent twice takes effect once (protocol 4.4)", ({ open, admin, clock }) => {
  /** A store whose random attempt ids repeat, as if each script were sent again after a reconnect. */
  const repeating = () => open({ randomHex: (bytes) => "ab".repeat(bytes) });

  test("A claim that is sent again gives the same marks under the same fences, and takes no others.", async () => {
    const store = await repeating();
    const subjects = ["a", "b", "c", "d"].map((name) => destination(opening("g"), name));
    for (const subject of subjects) await (await open()).mark([markOf(subject)]);
    const first = await store.claim("chat", 2, leaseMs);
    expect(first).toHaveLength(2);
    expect(await store.claim("chat", 2, leaseMs)).toEqual(first);
    expect((await (await open()).claim("chat", 9, leaseMs)).length).toBe(2);
  });

  test("A release that is sent again answers as the first time and does not touch what came after.", async () => {
    const [plain, store] = [await open(), await repeating()];
    await plain.mark([markOf(job("j"))]);
    const [mark] = await plain.claim("chat", 1, leaseMs);
    if (!mark) throw new Error("nothing to claim");
    expect(await store.release(mark, { kind: "done" })).toBe("released");
    await plain.mark([markOf(job("j"))]);
    expect(await store.release(mark, { kind: "done" })).toBe("released");
    expect(await plain.claim("chat", 1, leaseMs)).toHaveLength(1);
  });

  test("Marks that are sent again are wanted once.", async () => {
    const [plain, store] = [await open(), await repeating()];
    await store.mark([markOf(job("j"))]);
    const [mark] = await plain.claim("chat", 1, leaseMs);
    await store.mark([markOf(job("j"))]);
    expect(mark && (await plain.release(mark, { kind: "done" }))).toBe("released");
    expect(await plain.nextDue("chat")).toBeNull();
  });

  test("A server that forgot all scripts is told them again, in the middle of everything.", async () => {
    const store = await open();
    const first = opening("g", { marks: [markOf(job("j"))] });
    for (const step of [
      () => store.commit([first]),
      () => store.commit([repeat(first), opening("h"), repeat(first)]),
      () => store.claim("chat", 5, leaseMs),
      () => store.gate("slack", { intervalMs: 1000, burst: 1 }, 0),
    ]) {
      await admin().script("FLUSH");
      await step();
    }
    expect((await stateOf(store, "g")).newest?.received).toBe(3);
    expect((await store.backlog()).chat).toBe(1);
    expect(clock().now()).toBe(morning);
  });
});

describeLive("Every key is in the table, with its type and lifetime (keys.ts)", ({ open, admin }) => {
  test("After all that a store does, no key is unknown, and what should expire does.", async () => {
    const store = await open();
    const change = opening("g", { senderIds: ["an id"], marks: [markOf(job("j"))] });
    const page = { kind: "page", groupId: change.group.groupId, destination: "pagerduty:1" } as const;
    await store.commit([{ ...change, marks: [...change.marks, markOf(destination(change)), markOf(page)] }]);
    await store.commit([repeat(change), opening("h", { incident: { phase: "closed" } }), healthy("i")]);
    for (const mark of await store.claim("chat", 10, leaseMs)) await store.saveBinding(mark, "shown");
    await store.gate("slack", { intervalMs: 1000, burst: 1 }, 0);
    await store.shutGate("teams", morning + 1000);
    await store.ping();
    await store.note("groupings", ["a"]);
    await store.announce("a", "0123456789ab", 60_000);
    await store.addChanges([changeOf("m1")]);
    await store.lend("source:token", "sealed", 60_000);

    const expiring: readonly string[] = ["s", "t", "gate", "ping", "said", "lent"];
    const seen = new Set<string>();
    for (const key of await admin().keys("*")) {
      const kind = /^[0-9a-f]{8}(?:\{v:\d{1,2}\})?:([a-z]+)/.exec(key)?.[1] ?? key;
      seen.add(kind);
      const known = new Map<string, { readonly type: string }>(Object.entries(keyKinds)).get(kind);
      expect([key, await admin().type(key)]).toEqual([key, known?.type]);
      expect([key, (await admin().pttl(key)) > 0]).toEqual([key, expiring.includes(kind)]);
    }
    expect([...seen].sort()).toEqual(Object.keys(keyKinds).sort());
  });

  test("All keys of an incident stand in one slot, whatever the group and the uid.", async () => {
    const store = await open();
    const change = opening("g");
    await store.commit([{ ...change, marks: [markOf(destination(change))] }]);
    const shard = Number.parseInt(change.group.groupId.slice(0, 2), 16) >> 2;
    const keys = (await admin().keys("*")).filter((key) => !key.endsWith(":kept:epoch"));
    expect(keys.length).toBeGreaterThan(8);
    for (const key of keys) expect(key).toContain(`{v:${shard}}`);
  });
});

describeLive("Records go through Redis byte for byte", ({ open, admin }) => {
  test("A journal verifies, and a record is stored as the JSON that came, numbers and all.", async () => {
    const store = await open();
    const odd = {
      float: 0.1 + 0.2,
      big: 2 ** 53,
      tiny: 1e-300,
      empty: {},
      list: [],
      text: "é🚨\u2028 \\u0000 </script>",
    };
    const change = opening("g", { drafts: [draft("odd", odd), draft("even", { odd })] });
    const incident = { ...change.incident, extra: odd } as Change["incident"];
    await store.commit([{ ...change, incident }]);
    const { newest } = await stateOf(store, "g");
    expect(newest && firstBreak(await store.journal(newest.incident, 0, 10))).toBeNull();
    const [key = ""] = await admin().keys("*:i:*");
    expect((await admin().get(key))?.slice(54)).toBe(JSON.stringify(incident));
  });

  test("Rows whose tag holds a line feed or is empty are counted and read all the same.", async () => {
    const store = await open();
    const rows = ["", "two\nlines", "plain"].map((tag, at) => alertRow(`f${at}`, { tag }));
    const change = opening("g", { alerts: rows });
    await store.commit([change]);
    const items = rows.map(({ fingerprint, tag }) => ({ fingerprint, tag, times: 1 }));
    expect(await store.commit([repeat(change, { items })])).toMatchObject([{ kind: "committed", received: 6 }]);
    expect([...(await stateOf(store, "g", ["f0", "f1", "f2"])).alerts.values()]).toEqual(rows);
  });

  test("5,000 rows in one change and 5,000 repeats in one count are one script each.", async () => {
    const store = await open();
    const change = opening("g", { alerts: Array.from({ length: 5000 }, (_, at) => alertRow(`f${at}`)) });
    expect(await store.commit([change])).toMatchObject([{ kind: "committed", received: 5000 }]);
    const items = change.alerts.map(({ fingerprint, tag }) => ({ fingerprint, tag, times: 2 }));
    expect(await store.commit([repeat(change, { items })])).toMatchObject([{ kind: "committed", received: 15_000 }]);
  });
});

describeLive("Claims are frugal and still right (protocol 4.6)", ({ open, admin, clock }) => {
  const calls = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await admin().info("commandstats"))?.[1] ?? 0);

  test("With nothing to do, a hundred ticks of all lanes cost one survey of the shards a second, no more.", async () => {
    let time = 0;
    const store = await open({ clock: "server", now: () => time });
    const tick = () => Promise.all(lanes.map((lane) => store.claim(lane, 10, leaseMs)));
    await tick();
    await admin().config("RESETSTAT");
    for (let at = 0; at < 100; at += 1) await tick();
    expect(await calls()).toBe(0);
    time += 1000;
    await tick();
    expect(await calls()).toBe(64);
  });

  test("What this process has just committed needs no survey to be found.", async () => {
    let time = 0;
    const store = await open({ clock: "server", now: () => time });
    await store.claim("chat", 10, leaseMs);
    const change = opening("g");
    await store.commit([{ ...change, marks: [markOf(destination(change))] }]);
    await admin().config("RESETSTAT");
    const [mark] = await store.claim("chat", 10, leaseMs);
    expect(await calls()).toBe(1);
    expect(mark && (await store.release(mark, { kind: "retry", dueAt: 0, failed: true }))).toBe("released");
    time += 900;
    expect(await store.claim("chat", 10, leaseMs)).toHaveLength(1);
  });

  test("Over many shards the claims of a limit are the first of all by rank, then due time.", async () => {
    const store = await open();
    const marks = Array.from({ length: 60 }, (_, at) =>
      markOf(job(`${at}`), { rank: ([0, 1, 2, 3] as const)[at % 4] ?? 3, dueAt: morning - ((at * 7) % 60) }),
    );
    await store.mark(marks);
    const expected = marks.toSorted((a, b) => a.rank - b.rank || a.dueAt - b.dueAt).map(({ subject }) => subject);
    const claimed = [await store.claim("chat", 25, leaseMs), await store.claim("chat", 25, leaseMs)].flat();
    expect(claimed.map(({ subject }) => subject)).toEqual(expected.slice(0, 50));
  });

  test("A place in the queue whose mark is gone is given up: it does not hold up the lane.", async () => {
    const store = await open();
    for (const name of ["waits", "held", "rests", "stays"]) await store.mark([markOf(job(name))]);
    const claimed = await store.claim("chat", 9, leaseMs);
    for (const mark of claimed) {
      const name = mark.subject.kind === "job" ? mark.subject.job : "";
      if (name === "rests") await store.release(mark, { kind: "rest", reason: "bug" });
      else if (name !== "held") await store.release(mark, { kind: "retry", dueAt: 0, failed: false });
    }
    for (const key of await admin().keys("*:marks")) await admin().hdel(key, "j:waits", "j:held", "j:rests");
    clock().advance(leaseMs);
    expect(await store.claim("chat", 9, leaseMs)).toMatchObject([{ subject: job("stays") }]);
    expect(await store.deadLetters(9)).toEqual([]);
    expect((await store.backlog()).chat).toBe(1);
  });
});

test("Lanes and ranks keep the numbers under which marks are stored.", () => {
  expect(lanes).toEqual(["page", "chat", "ticket", "background", "action"]);
  expect(ranks).toEqual({ urgent: 0, first: 1, phase: 2, rest: 3 });
});
