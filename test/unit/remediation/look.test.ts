import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import type { Change } from "../../../src/alert/change.ts";
import type { Outlook } from "../../../src/incident/actions/outlook.ts";
import type { Run } from "../../../src/incident/actions/run.ts";
import type { Group, Incident } from "../../../src/incident/incident.ts";
import { noRemedies, usualRollback } from "../../../src/policy/actions/compile-remedies.ts";
import type { Remedies, ServiceAction } from "../../../src/policy/actions/service-action.ts";
import { createLook } from "../../../src/remediation/look.ts";
import type { Planning, Provider, Wanted } from "../../../src/remediation/provider.ts";
import type { RemediationDeps } from "../../../src/remediation/remediation-deps.ts";
import { targetOf } from "../../../src/remediation/target-turn.ts";
import { driftView, minute } from "../draw/views.ts";
import { drift, judged, moved, wayBack } from "./guarded.ts";

const { incident } = driftView;
const place = { file: "policy.yaml", line: 7 };
const rollback: ServiceAction = {
  ...{ id: "rollback", service: "credit-scoring", withinMs: 600_000, approvers: [], everyMs: 0, place },
  steps: [
    { provider: "mlflow", model: "credit", alias: "champion", testedTag: "tested" },
    { provider: "kubernetes", verb: "restart", object: "deployment/credit-scoring", namespace: "ml" },
  ],
  serving: { kind: "promql", query: "count by (model_version) (model_info)" },
  helps: { minSample: 500, forMs: 7_200_000 },
};
const remedies: Remedies = {
  ...noRemedies,
  ...{ service: "credit-scoring", names: ["credit-scoring"], isPerformance: true },
  actions: new Map([["rollback", rollback]]),
  rollback: { ...usualRollback, mode: "auto" },
  suggests: { urgent: "rollback", critical: "shadow-mode" },
};
const alias: Planning = {
  kind: "planned",
  step: { doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7", tested: true },
};
const restart: Planning = {
  kind: "planned",
  step: { doing: "restart", name: "deployment/credit-scoring", of: "ml" },
};

/** The world of cards.md's first picture, with parts replaced; what was told of it, and when it is looked at again. */
async function looked(
  given: {
    changes?: readonly Change[];
    remedies?: Partial<Remedies>;
    mlflow?: Planning | (() => Promise<Planning>) | null;
    serving?: readonly (readonly [string, number])[] | null;
    incident?: Partial<Incident>;
    alert?: Partial<Alert>;
    deps?: Partial<RemediationDeps>;
    turn?: unknown;
    now?: number;
  } = {},
) {
  const wanted: Wanted[] = [];
  const told: Outlook[] = [];
  const { mlflow = alias, serving = [["8", 8]], changes = [moved], now = minute(1) } = given;
  const unused = async () => {
    throw new Error("nobody asked for this");
  };
  const providerOf = (name: Provider["name"], planning: Planning | (() => Promise<Planning>)): Provider => ({
    name,
    plan: async (_step, want) => {
      wanted.push(want);
      return typeof planning === "function" ? planning() : planning;
    },
    ...{ do: unused, look: unused, undo: () => null },
  });
  const group: Group = {
    ...{ schema: 1, groupId: incident.groupId, groupKey: incident.groupKey, version: 1 },
    series: { [drift.fingerprint]: { lastTo: minute(0), bad: 1, good: 0, healthyTo: minute(-60) } },
  };
  const target = targetOf("credit-scoring");
  const deps: RemediationDeps = {
    providers: {
      ...(mlflow === null ? {} : { mlflow: providerOf("mlflow", mlflow) }),
      kubernetes: providerOf("kubernetes", restart),
    },
    remediesOf: () => ({ ...remedies, ...given.remedies }),
    judge: (alert) => judged(alert).judgement,
    alertsOf: async () => [{ ...drift, ...given.alert }],
    groupOf: async () => group,
    after: async () => null,
    ...{ besides: async () => [], changes: async () => changes, addChange: unused, automationOff: async () => null },
    kept: async (name) => (name === target && given.turn ? JSON.stringify(given.turn) : null),
    ...{ swap: unused, reveal: unused, sourcesOf: async () => ["ip-1f0c"], fetch: unused },
    promql: async () =>
      serving === null
        ? { kind: "away" }
        : {
            kind: "series",
            series: serving.map(([version, value]) => ({ labels: { model_version: version }, value })),
          },
    tell: async (about, fact) => {
      if (fact.kind === "outlook") told.push(fact.outlook);
      return about;
    },
    ...{
      now: () => now,
      monotonicMs: () => 0,
      random: () => 0.5,
      newId: () => "00ff",
      probe: async () => {},
      warn: () => {},
    },
    ...given.deps,
  };
  const again = await createLook(deps)({ ...incident, ...given.incident });
  return { told, wanted, again, outlook: told[0] };
}

const failing = (outlook: Outlook | undefined) =>
  outlook?.wish.kind === "propose"
    ? outlook.wish.ticks.filter(({ ok }) => !ok).map(({ id }) => id)
    : outlook?.wish.kind;

describe("a look around for an incident (behaviour 7)", () => {
  it("tells one fact: what changed, what would be done, what is suggested, what is wanted", async () => {
    const { told, wanted, again, outlook } = await looked();
    expect(told).toHaveLength(1);
    expect(outlook).toMatchObject({
      changes: [{ name: "champion", from: "7", to: "8", likely: "version-named", earlierMs: 42 * 60_000 }],
      plans: [
        {
          ...{ action: "rollback", from: "8", to: "7", tested: true, serving: [{ version: "8", count: 8 }] },
          steps: [{ provider: "mlflow" }, { provider: "kubernetes", doing: "restart" }],
          helps: { minSample: 500, labelsDelayMs: 0, forMs: 7_200_000 },
        },
      ],
      ...{ suggests: "rollback", wish: { kind: "act", run: "00ff" } },
    });
    expect(outlook).not.toHaveProperty("incomplete");
    expect(again).toBeNull();
    // The first step is asked what leads away from the event's version, the second follows the first.
    expect(wanted).toEqual([{ from: "8" }, { from: "8", to: "7" }]);
  });

  it("suggests nothing that the service does not declare", async () => {
    expect((await looked({ incident: { severity: "critical" } })).outlook).not.toHaveProperty("suggests");
  });

  it("shows what changed where the service declares nothing, and wants nothing", async () => {
    const { outlook } = await looked({ remedies: { actions: new Map() } });
    expect(outlook).toMatchObject({ plans: [], wish: { kind: "nothing" }, changes: [{ to: "8" }] });
  });

  it("acts on no exercise, and looks for nothing of what is closed", async () => {
    const exercise = { sources: ["vigie"], identity: { ...incident.identity, family: "fire-drill" } };
    expect((await looked({ incident: exercise })).told).toEqual([]);
    expect((await looked({ incident: { phase: "closed" } })).told).toEqual([]);
  });

  it.each<[string, Parameters<typeof looked>[0], readonly string[]]>([
    ["no change before it", { changes: [] }, ["changed-before"]],
    ["another version serves", { serving: [["7", 3]] }, ["version-serving"]],
    [
      "nobody says that the target was tested",
      { mlflow: { ...alias, step: { ...alias.step, tested: false } } },
      ["tested"],
    ],
    ["input drift only", { remedies: { isPerformance: false } }, ["performance"]],
    [
      "another model of the service was measured",
      {
        deps: {
          judge: (alert) => ({ ...judged(alert).judgement, identity: { ...incident.identity, model: "fraud" } }),
        },
        alert: { model: { name: "fraud", version: "8" } },
      },
      ["champion"],
    ],
    ["the window is old", { now: minute(24 * 60) }, ["fresh"]],
    [
      "a rollback was done half an hour ago",
      { turn: { runs: [{ action: "rollback", at: minute(-29), by: "hand", run: "aa" }] } },
      ["cool-down"],
    ],
    [
      "automation is off",
      { deps: { automationOff: async () => ({ by: { id: "person:ada@corp.example" }, at: minute(0) }) } },
      ["automation-on"],
    ],
    [
      "it is silenced",
      {
        incident: {
          silenced: {
            ...{ id: "s", scope: { kind: "group", groupId: "g" }, by: { id: "person:ada@corp.example" } },
            ...{ at: minute(0), why: "works", urgent: true },
          },
        },
      },
      ["not-silenced"],
    ],
  ])("asks people instead of acting where %s", async (_what, given, expected) => {
    expect(failing((await looked(given)).outlook)).toEqual(expected);
  });

  it("waits a minute for what cannot be read before it asks people, and looks again ever later", async () => {
    const away: Planning = { kind: "problem", because: "away" };
    const first = await looked({ mlflow: away });
    expect(first.outlook).toMatchObject({ incomplete: true, wish: { kind: "nothing" }, plans: [{ problem: "away" }] });
    expect(first.again).toBe(minute(1.5));
    const [kept] = first.outlook?.plans ?? [];
    if (kept === undefined) throw new Error("there is a plan");
    const plans = { rollback: kept };
    const third = await looked({ mlflow: away, incident: { plans }, now: minute(3) });
    expect(failing(third.outlook)).toEqual(["champion", "target", "tested"]);
    expect(third.again).toBe(minute(5));
    const last = await looked({ mlflow: away, incident: { plans }, now: minute(120) });
    expect(last.again).toBe(minute(130));
  });

  it("takes serving that cannot be read for unknown, never for fine", async () => {
    const first = await looked({ serving: null });
    expect(first.outlook).toMatchObject({ incomplete: true, wish: { kind: "nothing" } });
    const [kept] = first.outlook?.plans ?? [];
    if (kept === undefined) throw new Error("there is a plan");
    const later = await looked({ serving: null, incident: { plans: { rollback: kept } }, now: minute(2) });
    expect(failing(later.outlook)).toEqual(["version-serving"]);
  });

  it("names the variable that lacks, and survives a provider that throws", async () => {
    expect((await looked({ mlflow: null })).outlook?.plans).toMatchObject([
      { problem: "no-credentials", detail: "MLFLOW_TRACKING_URI", steps: [] },
    ]);
    const thrown = await looked({ mlflow: async () => Promise.reject(new Error("a bug")) });
    expect(thrown.outlook?.plans).toMatchObject([{ problem: "faulty" }]);
  });

  it("reads condition, approvers, waiting time and sources of each action (A003-20, U-29, U-34, U-18)", async () => {
    const usual = { ...rollback, steps: rollback.steps.slice(1) };
    const { serving: _serving, ...blind } = usual;
    const actions: Remedies["actions"] = new Map([
      ["retrain", { ...blind, id: "retrain", condition: { metric: "accuracy", when: "< 0.9" } }],
      ["restart", { ...usual, id: "restart", everyMs: 300_000 }],
      ["withdrawal", { ...blind, id: "withdrawal", approvers: ["po"] }],
      ["block-source", { ...blind, id: "block-source" }],
    ]);
    const turn = { runs: [{ action: "restart", at: minute(0), by: "hand", run: "aa" }] };
    const { outlook } = await looked({ remedies: { actions }, turn });
    const planOf = (id: string) => outlook?.plans.find(({ action }) => action === id);
    expect(planOf("retrain")?.condition).toEqual({ metric: "accuracy", when: "< 0.9", value: 0.846, holds: true });
    expect(planOf("restart")).toMatchObject({ notBefore: minute(5), checksServing: true });
    expect(planOf("withdrawal")?.approvers).toEqual(["po"]);
    expect(planOf("block-source")).toMatchObject({ sources: ["ip-1f0c"], checksServing: false });
  });

  it("plans a rebuild only after a restart that failed (U-34)", async () => {
    const actions: Remedies["actions"] = new Map([
      ["restart", { ...rollback, id: "restart" }],
      ["rebuild", { ...rollback, id: "rebuild" }],
    ]);
    const planned = async (state?: Run["state"]) => {
      const run: Run = {
        ...{ id: "aa", action: "restart", plan: wayBack, by: "vigie", where: "vigie", steps: [], askedAt: minute(0) },
        ...{ changed: true, state: state ?? "failed" },
      };
      const { outlook } = await looked({ remedies: { actions }, incident: state ? { runs: [run] } : {} });
      return outlook?.plans.map(({ action }) => action);
    };
    expect(await planned()).toEqual(["restart"]);
    expect(await planned("ended")).toEqual(["restart"]);
    expect(await planned("failed")).toEqual(["restart", "rebuild"]);
  });

  it("goes by the worst alert that fires, where the one that the card speaks of is over", async () => {
    const alertsOf = async () => [
      { ...drift, status: "resolved" as const, model: { name: "credit", version: "6" } },
      { ...drift, fingerprint: "drift-f1" },
    ];
    const { wanted } = await looked({ deps: { alertsOf } });
    expect(wanted[0]).toEqual({ from: "8" });
  });

  it("looks again when a criterion that must last would hold", async () => {
    const criterion = { name: "slow", metric: "accuracy", when: "< 0.9", minSample: 0, isMatched: true, place };
    const rules = { ...usualRollback, at: [], criteria: [{ ...criterion, forMs: 2 * 60 * 60_000 }] };
    const { outlook, again } = await looked({ remedies: { rollback: rules } });
    expect(outlook?.wish).toEqual({ kind: "nothing" });
    expect(again).toBe(minute(60));
  });

  it("costs an incident of whose service nothing is known one read of what changed, and no commit", async () => {
    const unasked = async () => {
      throw new Error("nothing of this is known");
    };
    const { measurement: _measurement, ...unmeasured } = drift;
    const ordinary = {
      ...{ remedies: { actions: new Map() }, changes: [] },
      deps: { alertsOf: async () => [unmeasured], groupOf: unasked, kept: unasked, automationOff: unasked },
    };
    expect(await looked(ordinary)).toMatchObject({ told: [], again: null });
    // What was known before and is no more is told all the same.
    expect((await looked({ ...ordinary, incident: { suggests: "rollback" } })).told).toHaveLength(1);
  });

  it("shows what a sender whose clock is ahead has just told", async () => {
    const now = minute(1);
    const ahead = { ...moved, id: "ahead", at: now + 30_000 };
    const changes: RemediationDeps["changes"] = async (_about, from, to) =>
      [ahead].filter(({ at }) => from <= at && at <= to);
    const { outlook } = await looked({ now, deps: { changes } });
    expect(outlook?.changes).toMatchObject([{ id: "ahead", when: "after" }]);
  });
});
