import type { Switched } from "../incident/actions/automation-state.ts";
import type { ActionPlan } from "../incident/actions/plan.ts";
import { isDrill } from "../incident/fire-drill.ts";
import type { Incident } from "../incident/incident.ts";
import { present } from "../present.ts";
import type { Guarded } from "./guards.ts";
import type { LookScene } from "./look-scene.ts";
import { coolDown, countOfDay } from "./target-turn.ts";

/** What the ticks are judged by, but for what fires beside it: that is asked only where it is told. */
export function guardedOf(
  incident: Incident,
  scene: LookScene,
  { plan, automationOff }: { readonly plan: ActionPlan; readonly automationOff: Switched | null },
): Guarded {
  const { alert } = scene.lead;
  const { metric, role, windowTo, sampleSize } = alert.measurement ?? {};
  const { rollback: rules, isPerformance } = scene.remedies;
  const cooled = coolDown(scene.turn, "rollback", rules.coolDownMs);
  const { silenced } = incident;
  const otherModel = otherModelOf(scene);
  return {
    ...{ now: scene.now, models: scene.models, services: scene.services, changes: scene.changes, plan, rules },
    ...{ isPerformance, automationOff, isExercise: isDrill(incident), besides: [] },
    today: countOfDay(scene.turn, "rollback", scene.now),
    ...present({
      metric,
      role,
      otherModel,
      windowTo,
      sample: sampleSize,
      version: scene.modelVersion,
      healthyTo: scene.healthyTo,
      coolDownUntil: cooled,
    }),
    ...(silenced === undefined ? {} : { silenced: silencedOf(silenced) }),
  };
}

/** A service may serve several models: what is measured of one says nothing of another (behaviour 7, first tick). */
function otherModelOf({ lead: { alert, judgement }, remedies: { model, actions } }: LookScene): string | undefined {
  const steps = actions.get("rollback")?.steps ?? [];
  const acted = [model, ...steps.map((step) => ("model" in step ? step.model : undefined))].filter(isNamed);
  const measured = [judgement.identity.model, alert.model?.name].filter(isNamed);
  return acted.length === 0 || measured.some((one) => acted.includes(one)) ? undefined : measured[0];
}

function isNamed(name: string | undefined): name is string {
  return name !== undefined;
}

function silencedOf({ by, until }: NonNullable<Incident["silenced"]>): NonNullable<Guarded["silenced"]> {
  return { by: by.name ?? by.id, ...(until === undefined ? {} : { until }) };
}
