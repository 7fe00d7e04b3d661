import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import { syncSeries } from "../../../src/delivery/series.ts";
import type { Group } from "../../../src/incident/incident.ts";
import type { Judgement } from "../../../src/incident/judgement.ts";
import type { SeriesState } from "../../../src/incident/series-state.ts";
import { judgedAs } from "../incident/ledger.ts";

const nine = Date.UTC(2026, 10, 20, 9);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const subject = { kind: "series", groupId: "here", series: "s" } as const;
const labels = { service: "credit-scoring", metric: "accuracy" };
const monitor = { everyMs: hourMs, graceMs: 30 * minuteMs, labelsDelayMs: 0 };
const measured: SeriesState = { lastTo: nine, bad: 0, good: 1, heardAt: nine, labels, monitor };

/** A store of groups in memory; `accepting` is called with what is said, before it is taken. */
function aWorld(series: Record<string, SeriesState>, now: number) {
  const said: string[] = [];
  const groupOf = (groupId: string): Group | null => {
    const state = series[groupId];
    return state ? { schema: 1, groupId, groupKey: "", version: 1, series: { s: state } } : null;
  };
  const world = {
    series,
    said,
    accepting: (_alert: Alert) => {},
    /** How the policy in force wants it measured. */
    monitored: { monitor } as Pick<Judgement, "monitor">,
    now: () => now,
    groupsOf: () => Object.keys(series),
    judge: () => judgedAs("healthy", world.monitored),
    acceptOwn: async (alert: Alert) => {
      world.accepting(alert);
      const { status, measurement } = alert;
      said.push(`${status} since ${(measurement?.lateSince ?? 0) - nine}`);
    },
    store: {
      now: async () => now,
      load: async (queries: readonly { readonly groupId: string }[]) =>
        queries.map(({ groupId }) => ({
          group: groupOf(groupId),
          newest: null,
          alerts: new Map(),
          known: new Set<string>(),
        })),
    },
  };
  return world;
}

describe("a series that is looked at (behaviour 2.6)", () => {
  it("too early is looked at again when it would be late", async () => {
    const world = aWorld({ here: measured }, nine + hourMs);
    expect(await syncSeries(subject, world)).toEqual({ kind: "retry", dueAt: nine + 90 * minuteMs, failed: false });
    expect(world.said).toEqual(["resolved since 0"]);
  });

  it("when it is late is said to be, and looked at again each hour", async () => {
    const world = aWorld({ here: measured }, nine + 2 * hourMs);
    expect(await syncSeries(subject, world)).toEqual({ kind: "retry", dueAt: nine + 3 * hourMs, failed: false });
    expect(world.said).toEqual(["firing since 0"]);
  });

  it("and is measured while that is being said is said to be measured, last", async () => {
    const world = aWorld({ here: measured }, nine + 2 * hourMs);
    world.accepting = ({ status }) => {
      if (status === "firing") world.series.here = { ...measured, lastTo: nine + 2 * hourMs };
    };
    await syncSeries(subject, world);
    expect(world.said).toEqual(["firing since 0", `resolved since ${2 * hourMs}`]);
  });

  it("and is measured in another group is not late, and is left to that group", async () => {
    const there = { ...measured, lastTo: nine + 2 * hourMs, heardAt: nine + 2 * hourMs };
    const world = aWorld({ here: measured, there }, nine + 2 * hourMs);
    expect(await syncSeries(subject, world)).toEqual({ kind: "done" });
    expect(world.said).toEqual([`resolved since ${2 * hourMs}`]);
  });

  it("and that the policy in force monitors no longer is not late: nobody would ever measure it again", async () => {
    const world = aWorld({ here: measured }, nine + 5 * hourMs);
    world.monitored = {};
    expect(await syncSeries(subject, world)).toEqual({ kind: "done" });
    expect(world.said).toEqual(["resolved since 0"]);
  });

  it("is late when the policy in force says so, not that of the last measurement", async () => {
    const world = aWorld({ here: measured }, nine + 2 * hourMs);
    world.monitored = { monitor: { ...monitor, everyMs: 24 * hourMs } };
    expect(await syncSeries(subject, world)).toMatchObject({ dueAt: nine + 24.5 * hourMs });
    expect(world.said).toEqual(["resolved since 0"]);
  });

  it.each([
    ["that nobody knows", {}],
    ["that was never monitored nor absent", { here: { lastTo: nine, bad: 0, good: 1 } }],
  ])("%s says nothing", async (_what, series) => {
    const world = aWorld(series, nine + 24 * hourMs);
    expect(await syncSeries(subject, world)).toEqual({ kind: "done" });
    expect(world.said).toEqual([]);
  });
});
