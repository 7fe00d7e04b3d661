import { describe, expect, it } from "vitest";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import type { AlertRow, Group, Incident } from "../../../src/incident/incident.ts";
import { amongFormerGroups } from "../../../src/intake/former-groups.ts";
import type { GroupQuery, GroupState } from "../../../src/store/port.ts";
import { firing, judgedAs, minuteMs, nine } from "../incident/ledger.ts";

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
  const { fires = [], ended = [], held = [], ...about } = sketch;
  const rows = [...fires.map((print) => [print, "firing"]), ...ended.map((print) => [print, "resolved"])] as const;
  const incident = { phase: "notified", reopenWindowMs: 10 * minuteMs, uid: groupId, ...about } as Incident;
  return {
    group: { held: Object.fromEntries(held.map((print) => [print, {}])) } as unknown as Group,
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
