import { type ActionPlan, movesModel, type PlannedStep } from "../incident/actions/plan.ts";
import { bandFound, type JudgedAlert } from "../policy/actions/metric-band.ts";
import type { ServiceAction } from "../policy/actions/service-action.ts";
import type { Step } from "../policy/actions/step.ts";
import { variableOf } from "../policy/actions/wanted-variables.ts";
import { present } from "../present.ts";
import { keyOfStep } from "./key-of-step.ts";
import type { Planning, Provider, Wanted } from "./provider.ts";
import type { RemediationDeps } from "./remediation-deps.ts";
import { servesOnly } from "./serving.ts";
import { notBefore, type Turn } from "./target-turn.ts";

/** Each question that a plan asks is over after so long, in ms. */
export const askMaxMs = 5_000;

/** What a plan is made for. */
export type PlanScene = {
  /** Those of the incident, the lead first. */
  readonly alerts: readonly JudgedAlert[];
  /** How late the labels of the lead's metric come, in ms. */
  readonly labelsDelayMs: number;
  readonly turn: Turn;
  /** Tokens of sources that can be blocked. */
  readonly sources: readonly string[];
  /** Asked once for all actions that look alike. */
  readonly serving: (action: ServiceAction) => Promise<ActionPlan["serving"] | null>;
  readonly signal: AbortSignal;
  readonly now: number;
};

/** Reads the world and says what an action would do; changes nothing and never throws. */
export async function planAction(
  deps: Pick<RemediationDeps, "providers" | "warn">,
  action: ServiceAction,
  scene: PlanScene,
): Promise<ActionPlan> {
  const [steps, serving] = await Promise.all([planSteps(deps, action, scene), scene.serving(action)]);
  const condition = action.condition && conditionNow(action.condition, scene.alerts);
  const waitsUntil = notBefore(scene.turn, action.id, action.everyMs);
  const helps = helpsOf(action, scene);
  return {
    ...{ action: action.id, at: scene.now, withinMs: action.withinMs, checksServing: action.serving !== undefined },
    ...(isThere(steps, serving)
      ? { ...steps, steps: steps.steps.map((step) => ({ ...step, noop: true as const })) }
      : steps),
    ...(serving ? { serving } : {}),
    ...(action.approvers.length === 0 ? {} : { approvers: action.approvers }),
    ...(condition === undefined ? {} : { condition }),
    ...(waitsUntil !== undefined && waitsUntil > scene.now ? { notBefore: waitsUntil } : {}),
    ...present({ helps, idealMs: action.idealMs }),
    ...(action.health === undefined ? {} : { checksHealth: true }),
    ...(action.id === "block-source" ? { sources: scene.sources } : {}),
  };
}

/** Whether the version is moved already and nothing else serves: also a restart would change nothing then. */
function isThere({ steps, to }: PlannedSteps, serving: ActionPlan["serving"] | null): boolean {
  const versioned = steps.filter((step) => step.to !== undefined);
  const isMoved = versioned.length > 0 && versioned.every(({ noop }) => noop === true);
  return to !== undefined && isMoved && serving != null && servesOnly(serving, to);
}

/** Whether something of it could not be read now and may be later. */
export function isUnread({ problem, checksServing, serving }: ActionPlan): boolean {
  return problem === "away" || problem === "timed-out" || (checksServing && serving === undefined);
}

type PlannedSteps = Pick<ActionPlan, "steps" | "to" | "from" | "tested" | "problem" | "detail">;

/** In order: the first step that moves a model's version decides it for those that follow; the first problem ends it. */
async function planSteps(
  deps: Pick<RemediationDeps, "providers" | "warn">,
  { steps: written }: ServiceAction,
  scene: PlanScene,
): Promise<PlannedSteps> {
  const steps: PlannedStep[] = [];
  const version = scene.alerts[0]?.alert.model?.version;
  if (written.length === 0) return { steps, problem: "nothing-declared" };
  for (const [at, step] of written.entries()) {
    const decided = versionsOf(steps);
    const planning = await planStep(deps, step, { at, wanted: wantedOf(decided, version), scene });
    if (planning.kind === "problem") {
      const { because, detail } = planning;
      return { steps, ...decided, problem: because, ...(detail === undefined ? {} : { detail }) };
    }
    steps.push({ provider: step.provider, key: keyOfStep(step), ...planning.step });
  }
  return { steps, ...versionsOf(steps) };
}

async function planStep(
  { providers, warn }: Pick<RemediationDeps, "providers" | "warn">,
  step: Step,
  { at, wanted, scene }: { readonly at: number; readonly wanted: Wanted; readonly scene: PlanScene },
): Promise<Planning> {
  const provider: Provider | undefined = providers[step.provider];
  if (!provider) {
    const variable = variableOf[step.provider];
    return { kind: "problem", because: "no-credentials", ...(variable === undefined ? {} : { detail: variable }) };
  }
  const signal = AbortSignal.any([scene.signal, AbortSignal.timeout(askMaxMs)]);
  try {
    return await provider.plan(step, wanted, { signal, now: scene.now, run: "plan", step: at });
  } catch (cause) {
    if (signal.aborted) return { kind: "problem", because: "timed-out" };
    warn({ err: cause, provider: step.provider }, "a provider failed to plan");
    return { kind: "problem", because: "faulty" };
  }
}

/** What a step before decided; until then the version that the trouble is about. */
function wantedOf({ to, from }: Pick<ActionPlan, "to" | "from">, version: string | undefined): Wanted {
  if (to !== undefined) return from === undefined ? { to } : { from, to };
  return version === undefined ? {} : { from: version };
}

function versionsOf(steps: readonly PlannedStep[]): Pick<ActionPlan, "to" | "from" | "tested"> {
  const versioned = steps.find((step) => movesModel(step) && step.to !== undefined);
  if (versioned?.to === undefined) return {};
  const { to, from, tested } = versioned;
  return { to, ...present({ from, tested }) };
}

function conditionNow({ metric, when }: NonNullable<ServiceAction["condition"]>, alerts: readonly JudgedAlert[]) {
  const found = bandFound(metric, when, alerts);
  return { metric, when, holds: found?.holds ?? false, ...(found ? { value: found.figure } : {}) };
}

/** The policy's query or proxy, else the incident's own measurements where it has any. */
function helpsOf({ helps }: ServiceAction, { alerts, labelsDelayMs }: PlanScene): ActionPlan["helps"] {
  const { metric, promql, minSample, forMs } = helps;
  if (promql) return { byQuery: true, minSample, forMs, labelsDelayMs: 0 };
  if (metric !== undefined) return { metric, minSample, forMs, labelsDelayMs: helps.labelsDelayMs ?? 0 };
  return alerts[0]?.alert.measurement === undefined ? undefined : { minSample, forMs, labelsDelayMs };
}
