import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import type { Judgement } from "../../../src/incident/judgement.ts";
import { type Store, StoreAway } from "../../../src/store/port.ts";
import { ended, firing, judgedAs, minuteMs } from "../incident/ledger.ts";
import { alertIn, anIntake, groupOf } from "./an-intake.ts";

const groupIdOf = (group: string) => group.padEnd(32, "0");

/** A store in which commits of one group meet another replica's, so many times; what else is in them is stored. */
function contended(real: Store, group: string, times: number): Store {
  let left = times;
  return {
    ...real,
    commit: async (items) => {
      const isLost = items.map((item) => {
        const groupId = item.kind === "change" ? item.group.groupId : item.groupId;
        if (groupId !== groupIdOf(group) || left === 0) return false;
        left -= 1;
        return true;
      });
      const results = (await real.commit(items.filter((_, i) => !isLost[i]))).values();
      return isLost.map((lost) => (lost ? { kind: "conflict" } : (results.next().value ?? { kind: "conflict" })));
    },
  };
}

afterEach(() => void vi.useRealTimers());

/** Moves the waits of turns on, until all of them are over. */
async function timePasses(over: Promise<unknown>): Promise<void> {
  let isOver = false;
  over.finally(() => (isOver = true)).catch(() => {});
  while (!isOver) {
    await vi.advanceTimersByTimeAsync(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const fakeWaits = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });

describe("a group that other replicas write to as well", () => {
  it("takes turns after three conflicts, and is stored then (protocol 4.1)", async () => {
    const gates: string[] = [];
    const { intake, store } = await anIntake({}, (real) => ({
      ...contended(real, "a", 7),
      gate: async (key) => {
        gates.push(key);
        return { kind: "open" };
      },
    }));
    await intake.accept([alertIn("a")], 0);
    expect(gates).toEqual(Array(5).fill(`turn:${groupIdOf("a")}`));
    expect((await store.list({ limit: 1 })).incidents).toMatchObject([{ received: 1 }]);
  });

  it("asks for a turn until it gets one, and tries nothing before", async () => {
    fakeWaits();
    const answers: ("open" | "shut")[] = ["shut", "shut", "shut", "open"];
    let tries = 0;
    const triesWhenOpen: number[] = [];
    const { intake } = await anIntake({}, (real) => {
      const store = contended(real, "a", 3);
      return {
        ...store,
        commit: (items) => {
          tries += 1;
          return store.commit(items);
        },
        gate: async () => {
          const kind = answers.shift() ?? "open";
          triesWhenOpen.push(tries);
          return kind === "open" ? { kind } : { kind, at: 0 };
        },
      };
    });
    const accepted = intake.accept([alertIn("a")], 0);
    await timePasses(accepted);
    await accepted;
    expect(triesWhenOpen).toEqual([3, 3, 3, 3]);
    expect(tries).toBe(4);
  });

  it("keeps up no other group of its batch while it waits for a turn", async () => {
    const turn = Promise.withResolvers<{ kind: "open" }>();
    const { intake, store } = await anIntake({}, (real) => ({ ...contended(real, "a", 3), gate: () => turn.promise }));
    const contendedOne = intake.accept([alertIn("a")], 0);
    await Promise.all([intake.accept([alertIn("b")], 0), intake.accept([alertIn("c")], 0)]);
    await intake.accept([alertIn("d")], 0);
    expect((await store.list({ limit: 9 })).incidents).toHaveLength(3);
    turn.resolve({ kind: "open" });
    await contendedOne;
    expect((await store.list({ limit: 9 })).incidents).toHaveLength(4);
  });

  it("is as good as away when it is contended for more than two seconds; the queue goes on", async () => {
    fakeWaits();
    const { intake, store, counted } = await anIntake({}, (real) => ({
      ...contended(real, "a", Number.POSITIVE_INFINITY),
      gate: async () => ({ kind: "shut", at: 0 }),
    }));
    const accepted = intake.accept([alertIn("a")], 0);
    await timePasses(accepted);
    await expect(accepted).rejects.toThrow(/still contended/);
    await expect(accepted).rejects.toBeInstanceOf(StoreAway);
    expect(counted).toContain("store_away_total");
    await intake.accept([alertIn("b")], 0);
    expect((await store.list({ limit: 9 })).incidents).toHaveLength(1);
  });

  it("whose gate cannot be asked is answered as away, ends no process and stops no later alert", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    onTestFinished(() => void process.off("unhandledRejection", note));
    const { intake, store } = await anIntake({}, (real) => ({
      ...contended(real, "a", 3),
      gate: () => Promise.reject(new StoreAway("Redis is away")),
    }));
    await expect(intake.accept([alertIn("a")], 0)).rejects.toThrow("Redis is away");
    await intake.accept([alertIn("a")], 0);
    await intake.idle();
    expect((await store.list({ limit: 9 })).incidents).toMatchObject([{ received: 1 }]);
    expect(unhandled).toEqual([]);
  });
});

describe("an alert that cannot be decided", () => {
  const poison = (alert: Alert): Judgement => {
    if (alert.source === "vigie") return judgedAs("warning", { groupId: "f".repeat(32), groupKey: "vigie" });
    const judgement = judgedAs("critical", groupOf(alert.labels.group));
    if (!alert.fingerprint.startsWith("poison")) return judgement;
    return {
      ...judgement,
      get owed(): never {
        throw new TypeError("poison");
      },
    };
  };

  it("touches no other request that waits beside it (protocol 9)", async () => {
    const { intake, store, counted } = await anIntake({ judge: poison });
    const prints = ["f-1", "f-2", "poison", "f-3", "f-4", "f-5", "f-6"];
    await Promise.all(prints.map((fingerprint) => intake.accept([alertIn("a", { fingerprint })], 0)));
    const { incidents } = await store.list({ limit: 9 });
    const found = incidents.map(({ incident }) => [incident.groupKey, incident.firing, incident.pageNo]).sort();
    expect(found).toEqual([
      ["vigie", 1, 0],
      ['{group="a"}', 6, 1],
    ]);
    expect(counted.filter((one) => one === "bugs_total decide")).toHaveLength(1);
  });
});

describe("alerts that fire again right after their own resolution", () => {
  const groups = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
  const alertOf = (group: string) => alertIn(group, { fingerprint: `f-${group}` });

  it("are asked about all at once, while what need not be asked goes on (protocol 5.2)", async () => {
    const answer = Promise.withResolvers<"active">();
    const stillActive = vi.fn(() => answer.promise);
    const { intake, store, clock } = await anIntake({ stillActive });
    await intake.accept(groups.map(alertOf), 0);
    clock.now += minuteMs;
    const over = groups.map((group) => ended(firing("critical", { labels: { group }, fingerprint: `f-${group}` })));
    await intake.accept(
      over.map(({ alert }) => alert),
      0,
    );
    const again = intake.accept([...groups.map(alertOf), alertIn("z")], 0);
    await intake.accept([alertIn("y")], 0);
    expect(stillActive.mock.calls).toEqual(groups.map((group) => [[`f-${group}`]]));
    const firingNow = async () =>
      (await store.list({ limit: 20 })).incidents
        .filter(({ incident }) => incident.firing > 0)
        .map(({ incident }) => incident.groupKey)
        .sort();
    expect(await firingNow()).toEqual(['{group="y"}', '{group="z"}']);
    answer.resolve("active");
    await again;
    expect(await firingNow()).toHaveLength(12);
  });
});

describe("totals in the journal", () => {
  it("count what another replica received, on a store that replicas share (protocol 4.2)", async () => {
    const { intake, store, clock } = await anIntake({}, (real) => ({
      ...real,
      facts: () => ({ ...real.facts(), kind: "redis" }),
    }));
    await intake.accept([alertIn("a")], 0);
    const [opened] = (await store.list({ limit: 1 })).incidents;
    if (!opened) throw new Error("an incident was opened");
    const { groupId, uid } = opened.incident;
    const [row] = await store.alerts(opened.incident, 1);
    const items = [{ fingerprint: "f-a", tag: row?.tag ?? "", times: 20 }];
    const here = { attemptId: "f".repeat(16), receivedAt: clock.now, marks: [], senderIds: [] };
    await store.commit([{ kind: "count", groupId, uid, items, ...here }]);
    clock.now += minuteMs;
    await intake.accept([ended(firing("critical", { labels: { group: "a" }, fingerprint: "f-a" })).alert], 0);
    const [resolved] = (await store.list({ limit: 1 })).incidents;
    if (!resolved) throw new Error("the incident stands");
    const journal = await store.journal(resolved.incident, 0, 50);
    expect(journal.find(({ kind }) => kind === "resolved")?.data).toMatchObject({ received: 22 });
    expect(resolved.received).toBe(22);
  });
});
