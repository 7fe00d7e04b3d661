import type { Alert } from "../../../src/alert/alert.ts";
import type { Change } from "../../../src/alert/change.ts";
import type { Switched } from "../../../src/incident/actions/automation-state.ts";
import type { ActionPlan, PlannedStep } from "../../../src/incident/actions/plan.ts";
import type { Run } from "../../../src/incident/actions/run.ts";
import type { HumanAct } from "../../../src/incident/acts.ts";
import { decide } from "../../../src/incident/decide.ts";
import type { Fact, RunNews } from "../../../src/incident/fact.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { noRemedies, usualRollback } from "../../../src/policy/actions/compile-remedies.ts";
import type { Remedies, ServiceAction } from "../../../src/policy/actions/service-action.ts";
import type { Step } from "../../../src/policy/actions/step.ts";
import { goOn } from "../../../src/remediation/go-on.ts";
import { keyOfStep } from "../../../src/remediation/key-of-step.ts";
import type { Call, Doing, Looking, Planning, Provider, Providers } from "../../../src/remediation/provider.ts";
import type { QueryAnswer, RemediationDeps } from "../../../src/remediation/remediation-deps.ts";
import { driftView, minute } from "../draw/views.ts";

export const aliasStep = {
  ...{ provider: "mlflow", model: "credit", alias: "champion", testedTag: "tested" },
} as const satisfies Step;
export const restartStep: Step = {
  ...{ provider: "kubernetes", verb: "restart", object: "deployment/credit-scoring", namespace: "ml" },
};
const place = { file: "policy.yaml", line: 7 };

/** The way back of credit: the alias, then a restart, for servers resolve the alias at their start only. */
export const rollback: ServiceAction = {
  ...{ id: "rollback", service: "credit-scoring", steps: [aliasStep, restartStep], withinMs: 600_000, place },
  serving: { kind: "promql", query: "count by (model_version) (model_info)" },
  helps: { minSample: 500, forMs: 2 * 3_600_000 },
  ...{ approvers: [], everyMs: 0 },
};

export const planned = {
  alias: {
    ...{ provider: "mlflow", key: keyOfStep(aliasStep), doing: "move-alias", name: "champion", of: "credit" },
    ...{ from: "8", to: "7" },
  },
  restart: {
    ...{ provider: "kubernetes", key: keyOfStep(restartStep), doing: "restart", name: "deployment/credit-scoring" },
    of: "ml",
  },
} as const satisfies Record<string, PlannedStep>;

export const rollbackPlan: ActionPlan = {
  ...{ action: "rollback", at: minute(1), steps: [planned.alias, planned.restart], to: "7", from: "8", tested: true },
  ...{ serving: [{ version: "8", count: 2 }], checksServing: true, withinMs: 600_000 },
  helps: { minSample: 500, labelsDelayMs: 0, forMs: 2 * 3_600_000 },
};

/** What the next call comes to instead: the answer alone, or with the effect all the same. */
export type Fault = { readonly answer: Doing; readonly takesEffect?: true } | "hangs";

/** A registry and a deployer as they really are, with a count of what was changed there. */
export class FakeWorld {
  alias: string | null = "8";
  /** What the servers loaded when they started last. */
  loaded = "8";
  readonly effects: string[] = [];
  readonly calls: string[] = [];
  readonly faults: Fault[] = [];
  looks: Looking[] = [];
  plans: Planning[] = [];
  readonly #restarts = new Set<string>();
  reveals: (string | undefined)[] = [];

  readonly providers: Providers = { mlflow: this.#provider(true), kubernetes: this.#provider(false) };

  #provider(isRegistry: boolean): Provider {
    const id = ({ run, step }: Call) => `${run}:${step}`;
    const effect = (planned: PlannedStep, call: Call): Doing => {
      if (isRegistry) {
        if (this.alias === planned.to) return { kind: "done", before: this.alias ?? "", after: this.alias ?? "" };
        if (this.alias !== planned.from) return { kind: "failed", because: "conflict", detail: this.alias ?? "" };
        this.alias = planned.to ?? null;
        this.effects.push(`alias ${planned.to}`);
        return { kind: "done", before: planned.from, after: planned.to ?? "" };
      }
      if (this.#restarts.has(id(call))) return { kind: "done" };
      this.#restarts.add(id(call));
      this.loaded = this.alias ?? "";
      this.effects.push("restart");
      return { kind: "done" };
    };
    return {
      name: isRegistry ? "mlflow" : "kubernetes",
      plan: async () => {
        const given = isRegistry ? this.plans.shift() : undefined;
        if (given) return given;
        if (!isRegistry) return { kind: "planned", step: { doing: "restart", name: "deployment/credit-scoring" } };
        const step = { doing: "move-alias", name: "champion", from: this.alias ?? "", to: "7" } as const;
        return { kind: "planned", step };
      },
      do: async (_step, planned, call) => {
        this.calls.push(`${planned.name} ${id(call)}`);
        this.reveals.push(call.reveal?.(call.source ?? ""));
        const fault = this.faults.shift();
        if (fault === undefined) return effect(planned, call);
        if (fault === "hangs") return new Promise<Doing>(() => {});
        if (fault.takesEffect) effect(planned, call);
        return fault.answer;
      },
      look: async (_step, planned, call): Promise<Looking> => {
        const given = this.looks.shift();
        if (given) return given;
        if (!isRegistry) return { kind: this.#restarts.has(id(call)) ? "after" : "before" };
        if (this.alias === planned.to) return { kind: "after", after: this.alias ?? "" };
        return this.alias === planned.from ? { kind: "before" } : { kind: "other", now: this.alias ?? "" };
      },
      undo: (_step, { from, to, ...same }) =>
        isRegistry && from !== undefined && to !== undefined ? { ...same, from: to, to: from } : null,
    };
  }
}

/** The store's named values, as several incidents share them. */
export function fakeLedger(kept = new Map<string, string>()) {
  return {
    kept: async (name: string) => kept.get(name) ?? null,
    swap: async (name: string, before: string | null, after: string) => {
      if ((kept.get(name) ?? null) !== before) return false;
      kept.set(name, after);
      return true;
    },
  };
}

export type AtWorkOptions = {
  readonly world?: FakeWorld;
  readonly ledger?: ReturnType<typeof fakeLedger>;
  readonly action?: ServiceAction;
  readonly plan?: Partial<ActionPlan>;
  readonly remedies?: Partial<Remedies>;
  readonly deps?: Partial<RemediationDeps>;
  readonly uid?: string;
  readonly environment?: string;
  /** By itself, after so long; by a person where it is absent. */
  readonly vetoMs?: number;
  readonly run?: string;
  /** The token of the source that it is about (U-18). */
  readonly source?: string;
};

/** An incident with a run under way, decided by the real core, and everything that goes on with it. */
export function atWork(options: AtWorkOptions = {}) {
  const { world = new FakeWorld(), ledger = fakeLedger(), run = "r1", uid = driftView.incident.uid } = options;
  const { action = rollback, source } = options;
  const plan = { ...rollbackPlan, ...options.plan };
  const remedies: Remedies = {
    ...{ ...noRemedies, service: "credit-scoring", actions: new Map([[action.id, action]]) },
    rollback: { ...usualRollback, mode: "auto" },
    ...options.remedies,
  };
  const [lead] = driftView.alerts.map((row): Alert => row.alert);
  let now = minute(2);
  const { environment = driftView.incident.identity.environment } = options;
  const identity = { ...driftView.incident.identity, environment };
  let incident: Incident = { ...driftView.incident, uid, identity, plans: { [plan.action]: plan } };
  const told: RunNews[] = [];
  const changes: Change[] = [];
  const state: { off: Switched | null; action: ServiceAction | undefined } = { off: null, action };

  const take = (fact: Fact): Incident => {
    const { groupId, groupKey } = incident;
    const known = {
      groupId,
      groupKey,
      group: null,
      incident,
      received: 1,
      alerts: new Map(),
      known: new Set<string>(),
    };
    const decision = decide(known, [fact], { now, newUid: () => "new" });
    if (decision.kind === "change" && decision.incident) incident = decision.incident;
    return incident;
  };
  const press = (act: HumanAct) =>
    take({ kind: "act", uid, act, by: { id: "person:ada@corp.example" }, where: "slack" });
  const serving = async (): Promise<QueryAnswer> => ({
    ...{ kind: "series", series: [{ labels: { model_version: world.loaded }, value: 2 }] },
  });
  const deps: RemediationDeps = {
    providers: world.providers,
    remediesOf: () => ({ ...remedies, actions: new Map(state.action ? [[state.action.id, state.action]] : []) }),
    judge: () => {
      throw new Error("a run asks no judgement");
    },
    alertsOf: async () => (lead ? [lead] : []),
    groupOf: async () => null,
    after: async () => null,
    besides: async () => [],
    changes: async () => [],
    addChange: async (change) => void (changes.some(({ id }) => id === change.id) || changes.push(change)),
    automationOff: async () => state.off,
    ...ledger,
    reveal: async () => undefined,
    sourcesOf: async () => [],
    promql: serving,
    fetch: async () => new Response("ok"),
    tell: async (_incident, fact) => {
      if (fact.kind === "run") told.push(fact.news);
      return take(fact);
    },
    now: () => now,
    monotonicMs: () => 0,
    random: () => 0.5,
    newId: () => "id",
    probe: async () => {},
    warn: () => {},
    ...options.deps,
  };

  if (options.vetoMs === undefined)
    press({ kind: "run-action", action: plan.action, run, ...(source === undefined ? {} : { source }) });
  else {
    const wish = { kind: "act", action: plan.action, run, vetoMs: options.vetoMs, ticks: [] } as const;
    take({ kind: "outlook", uid, outlook: { at: now, changes: [], plans: [plan], wish } });
  }
  const runNow = (id = run): Run => {
    const found = incident.runs?.find((one) => one.id === id);
    if (!found) throw new Error(`there is no run ${id}`);
    return found;
  };
  return {
    ...{ world, ledger, told, changes, state, deps, take, press, run: runNow },
    get incident() {
      return incident;
    },
    get now() {
      return now;
    },
    /** One turn of the worker. */
    goOn: () => goOn(incident, deps),
    /** Turn after turn, each when the one before asked for, until nothing is asked for or `untilMs` has gone by. */
    goOnFor: async (untilMs = 3_600_000): Promise<void> => {
      const until = now + untilMs;
      for (;;) {
        const at = await goOn(incident, deps);
        if (at === null || at > until) return;
        now = Math.max(at, now + 1);
      }
    },
    pass: (ms: number) => {
      now += ms;
    },
    news: () => told.map((one) => ("step" in one ? `${one.what} ${one.step}` : one.what)),
  };
}
