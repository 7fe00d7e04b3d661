import type { Change } from "../alert/change.ts";
import type { ModelRole } from "../alert/measurement.ts";
import { compareSeverity } from "../alert/severity.ts";
import type { Switched } from "../incident/actions/automation-state.ts";
import { type ActionPlan, changesAnything, type VersionCount } from "../incident/actions/plan.ts";
import { isSameVersion } from "../incident/actions/same-version.ts";
import { type Tick, type TickId, tickIds } from "../incident/actions/tick.ts";
import type { JudgedAlert } from "../policy/actions/metric-band.ts";
import type { RollbackRules } from "../policy/actions/service-action.ts";
import { present } from "../present.ts";

/** Where no healthy measurement is known, the model must have been changed so long before the window's end, in ms. */
const changedWithinMs = 7 * 24 * 60 * 60_000;

/** Where a worse input would be found, by family. */
const inputFamilies: ReadonlySet<string> = new Set(["input-drift", "data-quality"]);

/** All that the ticks are judged by. Times in ms since the epoch. */
export type Guarded = {
  readonly now: number;
  readonly metric?: string;
  /** The names of the model: as the event says it, and as the registry knows it. */
  readonly models: readonly string[];
  /** The event is about this model, and the action about another. */
  readonly otherModel?: string;
  /** What the event says of it: its version, its part. */
  readonly version?: string;
  readonly role?: ModelRole;
  readonly windowTo?: number;
  readonly sample?: number;
  readonly isPerformance: boolean;
  readonly services: readonly string[];
  /** What `rollback` would do, as read just now. */
  readonly plan: ActionPlan;
  /** As `knownChanges` gives them: newest first. */
  readonly changes: readonly Change[];
  /** Where the last healthy window ended. */
  readonly healthyTo?: number;
  readonly besides: readonly JudgedAlert[];
  readonly rules: Pick<RollbackRules, "maxAgeMs" | "minSample" | "perDay">;
  readonly automationOff: Switched | null;
  readonly isExercise: boolean;
  readonly silenced?: { readonly by: string; readonly until?: number };
  /** Until when the cool-down of the last rollback lasts, and how many began by themselves today. */
  readonly coolDownUntil?: number;
  readonly today: number;
};

type Judged = Omit<Tick, "id">;

/** The ticks of behaviour 7, in the order of `tickIds`, each from data. */
export function ticksOf(about: Guarded): readonly Tick[] {
  return tickIds.map((id): Tick => ({ id, ...rows[id](about) }));
}

const rows: { readonly [K in TickId]: (about: Guarded) => Judged } = {
  "automation-on": ({ automationOff: off }) =>
    off === null ? { ok: true } : { ok: false, at: off.at, by: off.by.name ?? off.by.id },
  "not-exercise": ({ isExercise }) => ({ ok: !isExercise }),
  "not-silenced": ({ silenced }) =>
    silenced === undefined ? { ok: true } : { ok: false, by: silenced.by, ...present({ at: silenced.until }) },
  // Where the event names no part, the version that the registry's alias names is the champion.
  champion: ({ role, version, otherModel, plan: { from } }) => ({
    ok: otherModel === undefined && (role === "champion" || (role === undefined && isSame(version, from))),
    ...present({ role, version, model: otherModel }),
  }),
  "version-serving": ({ version, plan: { serving = [] } }) => ({
    ok: serving.length > 0 && serving.every((one) => isSame(one.version, version)),
    ...present({ version, serving: servedBeside(version, serving) }),
  }),
  performance: ({ isPerformance, metric }) => ({ ok: isPerformance, ...present({ metric }) }),
  "changed-before": changedBefore,
  target: ({ plan, version }) => ({
    ok: plan.to !== undefined && changesAnything(plan) && !isSame(plan.to, version),
    ...present({ version: plan.to }),
  }),
  tested: ({ plan: { tested, to } }) => ({ ok: tested === true, ...present({ version: to }) }),
  fresh: ({ windowTo, now, rules: { maxAgeMs } }) =>
    windowTo === undefined
      ? { ok: false, limit: maxAgeMs }
      : { ok: now - windowTo < maxAgeMs, at: windowTo, value: now - windowTo, limit: maxAgeMs },
  sample: ({ sample, rules: { minSample } }) => ({
    ok: (sample ?? 0) >= minSample,
    limit: minSample,
    ...present({ value: sample }),
  }),
  "cool-down": ({ coolDownUntil = 0, now }) => (coolDownUntil > now ? { ok: false, at: coolDownUntil } : { ok: true }),
  "per-day": ({ today, rules: { perDay } }) => ({ ok: today < perDay, value: today, limit: perDay }),
};

/** The model was changed after the last healthy window, and not after the one that is worse: arrival does not matter. */
function changedBefore(about: Guarded): Judged {
  const { windowTo, healthyTo, metric } = about;
  const after = healthyTo ?? (windowTo ?? about.now) - changedWithinMs;
  const change = about.changes.find(
    (one) => bringsModel(one, about) && (one.since ?? one.at) >= after && windowTo !== undefined && one.at <= windowTo,
  );
  if (change !== undefined) return { ok: true, at: change.at, ...present({ version: change.to, metric }) };
  const look = worseInput(about.besides);
  return { ok: false, at: after, ...present({ metric, look }) };
}

/** Whether another model answers since: a version was registered, tagged or asked for by Vigie does not count. */
function bringsModel(change: Change, { models, version, services }: Guarded): boolean {
  const { kind, outcome, source, to } = change;
  if (outcome === "failed" || outcome === "started" || source === "vigie") return false;
  const isOfModel = change.model !== undefined && models.includes(change.model);
  const isOfService = change.service !== undefined && services.includes(change.service);
  const otherModel = change.model !== undefined && !isOfModel;
  if (otherModel || !(isOfModel || isOfService)) return false;
  if (kind === "deployment" || kind === "provider-model") return true;
  if (kind === "model-version" && source === "mlflow") return false;
  if (kind !== "alias" && kind !== "stage" && kind !== "model-version") return false;
  return to === undefined || version === undefined || isSameVersion(to, version);
}

/** The worst input of the same model that fires beside it; of several the one since longest. */
function worseInput(besides: readonly JudgedAlert[]): Tick["look"] | undefined {
  const inputs = besides.flatMap(({ alert, judgement: { identity, verdict } }) => {
    const { metric, value } = alert.measurement ?? {};
    const isWorse = alert.status === "firing" && verdict.kind === "severity" && inputFamilies.has(identity.family);
    if (!isWorse || metric === undefined || value === undefined) return [];
    return [{ severity: verdict.severity, look: { metric, value, since: alert.startsAt } }];
  });
  const [worst] = inputs.toSorted((a, b) => compareSeverity(b.severity, a.severity) || a.look.since - b.look.since);
  return worst?.look;
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && isSameVersion(one, other);
}

/** What serves beside the event's version where anything does, the most frequent first; else that version. */
function servedBeside(version: string | undefined, serving: readonly VersionCount[]): string | undefined {
  return (serving.find((one) => !isSame(one.version, version)) ?? serving[0])?.version;
}
