import { describe, expect, it } from "vitest";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import type { AlertRow, Group, Incident } from "../../../src/incident/incident.ts";
import { amongFormerGroups } from "../../../src/intake/former-groups.ts";
import type { GroupQuery, GroupState } from "../../../src/store/port.ts";
import { firing, judgedAs, Ledger, measured, minuteMs, nine } from "../incident/ledger.ts";

const present = "present";
const former = ["f1", "f2"];
const judged = (fingerprint = "a", status: "firing" | "resolved" = "firing"): JudgedAlert => {
  const one = firing("critical", { fingerprint, status });
  return { alert: one.alert, judgement: judgedAs("critical", { groupId: present, groupKey: "key of present" }) };
};

type Sketch = {
  readonly openedAt: number;
  readonly phase?: Incident["phase"];
  readonly resolvedAt?: number;
  readonly fires?: readonly string[];
  readonly ended?: readonly string[];
  readonly held?: readonly string[];
  readonly endedByHand?: Incident["endedByHand"];
  readonly series?: Group["series"];
};

/** Where alerts are put, and what the store was asked, when groups stand like this. */
async function placed(
  groups: Readonly<Record<string, Sketch>>,
  alerts: readonly JudgedAlert[],
  holds: (groupId: string, fingerprint: string) => boolean = () => false,
) {
  const asked: GroupQuery[][] = [];
  const load = async (queries: readonly GroupQuery[]) => {
    asked.push([...queries]);
    return queries.map(({ groupId }) => stateOf(groupId, groups[groupId]));
  };
  const groupsOf = () => former.map((groupId) => ({ groupId, groupKey: `key of ${groupId}` }));
  const result = await amongFormerGroups(alerts, groupsOf, { store: { load }, now: () => nine, holds });
  return { ids: result.map(({ judgement }) => judgement.groupId), result, asked };
}

function stateOf(groupId: string, sketch: Sketch | undefined): GroupState {
  if (!sketch) return { group: null, newest: null, alerts: new Map(), known: new Set() };
  const { fires = [], ended = [], held = [], series = {}, ...about } = sketch;
  const rows = [...fires.map((print) => [print, "firing"]), ...ended.map((print) => [print, "resolved"])] as const;
  const incident = { phase: "notified", reopenWindowMs: 10 * minuteMs, uid: groupId, ...about } as Incident;
  return {
    group: { held: Object.fromEntries(held.map((print) => [print, {}])), series } as unknown as Group,
    newest: { incident, number: 1, received: 1, lastReceivedAt: nine },
    alerts: new Map(rows.map(([print = "", status]) => [print, { status } as AlertRow])),
    known: new Set(),
  };
}

describe("an alert looks for its incident under former groupings (protocol 10.1)", () => {
  it("stays in its present group where no incident is", async () => {
    expect((await placed({}, [judged()])).ids).toEqual([present]);
  });

  it("goes to the oldest open one, with that group's key", async () => {
    const { ids, result } = await placed({ f1: { openedAt: 2 }, f2: { openedAt: 1 }, [present]: { openedAt: 3 } }, [
      judged(),
    ]);
    expect(ids).toEqual(["f2"]);
    expect(result[0]?.judgement.groupKey).toBe("key of f2");
  });

  it("stays in its present group where that holds the oldest", async () => {
    expect((await placed({ [present]: { openedAt: 1 }, f1: { openedAt: 2 } }, [judged()])).ids).toEqual([present]);
  });

  it("stays where it fires already, be others older", async () => {
    const groups = { f1: { openedAt: 1 }, f2: { openedAt: 2, fires: ["a"] } };
    expect((await placed(groups, [judged("a"), judged("b")])).ids).toEqual(["f2", "f1"]);
  });

  it("ends where it fires, and nowhere else", async () => {
    const groups = { f1: { openedAt: 1, ended: ["a"] }, f2: { openedAt: 2, fires: ["a"] } };
    expect((await placed(groups, [judged("a", "resolved"), judged("b", "resolved")])).ids).toEqual(["f2", present]);
  });

  it("is counted where a person ended it while it fires on (protocol 5.3)", async () => {
    const closed = { openedAt: 1, phase: "closed", held: ["a"] } as const;
    expect((await placed({ f1: closed }, [judged("a"), judged("b")])).ids).toEqual(["f1", present]);
  });

  it("reopens what may be reopened still, after all that is open", async () => {
    const resolved = { openedAt: 1, phase: "resolved", resolvedAt: nine - 9 * minuteMs } as const;
    expect((await placed({ f1: resolved }, [judged()])).ids).toEqual(["f1"]);
    expect((await placed({ f1: { ...resolved, resolvedAt: nine - 11 * minuteMs } }, [judged()])).ids).toEqual([
      present,
    ]);
    expect((await placed({ f1: resolved, f2: { openedAt: 2 } }, [judged()])).ids).toEqual(["f2"]);
  });

  it("ends wherever it fires: two replicas with different policies may have opened it twice", async () => {
    const groups = { f1: { openedAt: 2, fires: ["a"] }, [present]: { openedAt: 1, fires: ["a"] } };
    const inMemory = () => true;
    const again = await placed(groups, [judged("a", "firing")]);
    const over = await placed(groups, [judged("a", "resolved")], inMemory);
    const value = measured("healthy", 0, { fingerprint: "a", judgement: { groupId: present } });
    const healthy = await placed(groups, [value], inMemory);
    expect([again.ids, over.ids, healthy.ids]).toEqual([[present], [present, "f1"], [present, "f1"]]);
  });

  it("is counted where a person ended it, also where more fire than the group remembers", async () => {
    const endedByHand = { by: "person:ada", at: nine, severity: "critical", hold: "until-resolved" } as const;
    const closed = { openedAt: 1, phase: "closed", fires: ["a"], endedByHand } as const;
    expect((await placed({ f1: closed }, [judged("a")])).ids).toEqual(["f1"]);
  });

  it("takes along where its series stands, so that an old window says nothing in another group either", async () => {
    const known = {
      openedAt: 1,
      phase: "closed",
      series: { a: { lastTo: nine, bad: 2, good: 0, heardAt: nine } },
    } as const;
    const value = measured("critical", -60, { fingerprint: "a", judgement: { groupId: present } });
    const { result } = await placed({ f1: known }, [value]);
    expect(result[0]).toMatchObject({ judgement: { groupId: present }, series: known.series.a });
    const ledger = new Ledger();
    expect(ledger.alerts(result)).toEqual({ kind: "nothing" });
  });

  it("lets everything else have its turn while ten thousand alerts look (protocol 8.3)", async () => {
    const slowly = () => {
      const until = performance.now() + 0.2;
      while (performance.now() < until);
      return [];
    };
    let turns = 0;
    const turn = () => {
      turns += 1;
      ticking = setImmediate(turn);
    };
    let ticking = setImmediate(turn);
    const alerts = Array.from({ length: 500 }, (_, at) => judged(`a${at}`));
    await amongFormerGroups(alerts, slowly, { store: { load: async () => [] }, now: () => nine, holds: () => false });
    clearImmediate(ticking);
    expect(turns).toBeGreaterThan(3);
  });

  it("asks once for all alerts, each group once, and not at all for repeats of what the present group holds", async () => {
    const { asked } = await placed({}, [judged("a"), judged("b"), judged("c")], (_, print) => print === "c");
    expect(asked.map((queries) => queries.map(({ groupId, fingerprints }) => [groupId, fingerprints]))).toEqual([
      [
        [present, ["a", "b"]],
        ["f1", ["a", "b"]],
        ["f2", ["a", "b"]],
      ],
    ]);
    expect((await placed({}, [judged()], () => true)).asked).toEqual([]);
  });
});
