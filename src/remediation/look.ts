import { type ChangedThing, thingsOf } from "../alert/change.ts";
import type { Outlook, Wish } from "../incident/actions/outlook.ts";
import type { ActionPlan } from "../incident/actions/plan.ts";
import { isDrill } from "../incident/fire-drill.ts";
import type { Incident } from "../incident/incident.ts";
import type { JudgedAlert } from "../policy/actions/metric-band.ts";
import type { Remedies, ServiceAction } from "../policy/actions/service-action.ts";
import { criterionThatHolds } from "./criteria.ts";
import { type Guarded, ticksOf } from "./guards.ts";
import { knownChanges } from "./known-changes.ts";
import { type ChangeScene, likelyChanges } from "./likely-changes.ts";
import { askMaxMs, isUnread, planAction } from "./plan-action.ts";
import type { Remediation, RemediationDeps } from "./remediation-deps.ts";
import { readServing } from "./serving.ts";
import { coolDown, countOfDay, readTurn, targetOf } from "./target-turn.ts";
import { rollbackWish } from "./wish.ts";

/** All of a look is over within its lease, in ms. */
const lookMaxMs = 40_000;
/** Changes are read back so far, in ms: what is older than that is shown by nobody, but tells what was so before. */
const changesReadMs = 90 * 24 * 60 * 60_000;
/** What could not be read is read again after so long, in ms; then after twice as long. */
const againAfterMs = { first: 30_000, longest: 10 * 60_000 } as const;
/** What cannot be read is not put to people at once: it may be back before they have looked. In ms. */
const patienceMs = 60_000;

/** Looks around for an incident: what changed, what could be done, what the policy wants (behaviour 7). Timer `outlook`. */
export function createLook(deps: RemediationDeps): Remediation["look"] {
  return async (incident) => {
    const alerts = (await deps.alertsOf(incident)).map((alert) => ({ alert, judgement: deps.judge(alert) }));
    const [lead] = alerts;
    if (lead === undefined || isDrill(incident) || incident.phase === "closed") return null;
    const remedies = deps.remediesOf(lead.alert);
    const scene = await sceneOf(deps, incident, { lead, alerts, remedies });
    const { wish, againAt } = await wishOf(deps, incident, scene);
    const { plans } = scene;
    const suggested = remedies.suggests[incident.severity];
    const outlook: Outlook = {
      at: scene.now,
      changes: likelyChanges(scene.changes, scene),
      plans,
      wish,
      ...(suggested !== undefined && remedies.actions.has(suggested) ? { suggests: suggested } : {}),
      ...(plans.some(isUnread) ? { incomplete: true } : {}),
    };
    await deps.tell(incident, { kind: "outlook", uid: incident.uid, outlook });
    const times = [againAt, outlook.incomplete ? unreadAgainAt(incident, scene) : undefined];
    const next = times.filter((time) => time !== undefined);
    return next.length === 0 ? null : Math.min(...next);
  };
}

type About = {
  readonly lead: JudgedAlert;
  readonly alerts: readonly JudgedAlert[];
  readonly remedies: Remedies;
};

type Scene = About &
  ChangeScene & {
    readonly now: number;
    readonly changes: ReturnType<typeof knownChanges>;
    readonly plans: readonly ActionPlan[];
    readonly turn: Awaited<ReturnType<typeof readTurn>>;
  };

/** All that is read of the world, at once. */
async function sceneOf(deps: RemediationDeps, incident: Incident, about: About): Promise<Scene> {
  const { lead, remedies } = about;
  const { environment } = lead.judgement.identity;
  const now = deps.now();
  const things = thingsAbout(about);
  const target = targetOf(environment, remedies.service ?? "");
  const [group, changes, turn] = await Promise.all([
    deps.groupOf(incident),
    deps.changes(things, now - changesReadMs, now),
    readTurn(deps, target),
  ]);
  const { version } = lead.alert.model ?? {};
  const healthyTo = group?.series[lead.alert.fingerprint]?.healthyTo;
  const { windowFrom, windowTo } = lead.alert.measurement ?? {};
  return {
    ...about,
    ...{ now, turn, changes: knownChanges(changes, environment) },
    plans: await plansOf(deps, incident, { ...about, turn, now }),
    models: namesAmong(things, "model"),
    services: namesAmong(things, "service"),
    window: {
      to: windowTo ?? lead.alert.startsAt,
      ...(windowFrom === undefined ? {} : { from: windowFrom }),
    },
    ...(version === undefined ? {} : { modelVersion: version }),
    ...(healthyTo === undefined ? {} : { healthyTo }),
  };
}

/** What changes may be about: the service by all its names, the model by the event's name and by the registry's. */
function thingsAbout({ lead: { alert, judgement }, remedies }: About): readonly ChangedThing[] {
  const { service, model = alert.model?.name } = judgement.identity;
  const services = [...remedies.names, ...(service === undefined ? [] : [service])];
  const steps = [...remedies.actions.values()].flatMap((action) => action.steps);
  const models = [model, alert.model?.name, ...steps.map((step) => ("model" in step ? step.model : undefined))];
  return [
    ...[...new Set(services)].flatMap((one) => thingsOf({ service: one })),
    ...[...new Set(models)].flatMap((one) => (one === undefined ? [] : thingsOf({ model: one }))),
  ];
}

function namesAmong(things: readonly ChangedThing[], kind: ChangedThing["kind"]): readonly string[] {
  return things.filter((thing) => thing.kind === kind).map(({ id }) => id);
}

/** Every declared action as it would be done now, read side by side. */
async function plansOf(
  deps: RemediationDeps,
  incident: Incident,
  { alerts, remedies, turn, now }: Pick<Scene, "alerts" | "remedies" | "turn" | "now">,
): Promise<readonly ActionPlan[]> {
  const actions = [...remedies.actions.values()];
  const sources = remedies.actions.has("block-source") ? await deps.sourcesOf(incident) : [];
  const signal = AbortSignal.timeout(lookMaxMs);
  const { labelsDelayMs } = remedies;
  const plan = { alerts, labelsDelayMs, turn, sources, serving: servingOf(deps, signal), signal, now };
  return Promise.all(actions.map((action) => planAction(deps, action, plan)));
}

/** What serves, asked once for all actions that look alike. */
function servingOf(deps: RemediationDeps, signal: AbortSignal) {
  const asked = new Map<string, ReturnType<typeof readServing>>();
  return async ({ serving }: ServiceAction) => {
    if (serving === undefined) return null;
    const key = JSON.stringify(serving);
    const known = asked.get(key);
    if (known) return known;
    const asking = readServing(serving, deps, AbortSignal.any([signal, AbortSignal.timeout(askMaxMs)]));
    asked.set(key, asking);
    return asking;
  };
}

/** What the policy wants, and when that may be another only because time went by. */
async function wishOf(
  deps: RemediationDeps,
  incident: Incident,
  scene: Scene,
): Promise<{ readonly wish: Wish; readonly againAt?: number | undefined }> {
  const { rollback: rules } = scene.remedies;
  const plan = scene.plans.find(({ action }) => action === "rollback");
  if (plan === undefined || rules.mode === "off") return { wish: { kind: "nothing" } };
  const wanting = scene.alerts.map((one) => ({ ...one, criteria: deps.remediesOf(one.alert).rollback.criteria }));
  const { holds, againAt } = criterionThatHolds(wanting, scene.now);
  const guarded = await guardedOf(deps, incident, { scene, plan });
  const { role } = guarded;
  const asked = { ticks: ticksOf(guarded), role, criterion: holds, run: deps.newId() };
  if (isUnread(plan) && unreadMs(incident, plan, scene.now) < patienceMs) return { wish: { kind: "nothing" }, againAt };
  return { wish: rollbackWish(incident, rules, asked), againAt };
}

async function guardedOf(
  deps: RemediationDeps,
  incident: Incident,
  { scene, plan }: { readonly scene: Scene; readonly plan: ActionPlan },
): Promise<Guarded> {
  const { alert } = scene.lead;
  const { metric, role, windowTo, sampleSize } = alert.measurement ?? {};
  const { rollback: rules, isPerformance } = scene.remedies;
  const [off, besides] = await Promise.all([deps.automationOff(), deps.besides(incident)]);
  const cooled = coolDown(scene.turn, "rollback", rules.coolDownMs);
  const { silenced } = incident;
  return {
    ...{ now: scene.now, models: scene.models, services: scene.services, changes: scene.changes, plan, rules },
    ...{ isPerformance, automationOff: off, isExercise: isDrill(incident) },
    besides: besides.map((one) => ({ alert: one, judgement: deps.judge(one) })),
    today: countOfDay(scene.turn, "rollback", scene.now),
    ...(metric === undefined ? {} : { metric }),
    ...(role === undefined ? {} : { role }),
    ...(windowTo === undefined ? {} : { windowTo }),
    ...(sampleSize === undefined ? {} : { sample: sampleSize }),
    ...(scene.modelVersion === undefined ? {} : { version: scene.modelVersion }),
    ...(scene.healthyTo === undefined ? {} : { healthyTo: scene.healthyTo }),
    ...(cooled === undefined ? {} : { coolDownUntil: cooled }),
    ...(silenced === undefined ? {} : { silenced: silencedOf(silenced) }),
  };
}

function silencedOf({ by, until }: NonNullable<Incident["silenced"]>): NonNullable<Guarded["silenced"]> {
  return { by: by.name ?? by.id, ...(until === undefined ? {} : { until }) };
}

/** For how long a plan could not be read, in ms: the incident keeps it as it was found first. */
function unreadMs({ plans = {} }: Incident, { action }: ActionPlan, now: number): number {
  const kept = plans[action];
  return kept !== undefined && isUnread(kept) ? now - kept.at : 0;
}

function unreadAgainAt(incident: Incident, { plans, now }: Scene): number {
  const unread = plans.filter(isUnread).map((plan) => unreadMs(incident, plan, now));
  return now + Math.min(Math.max(againAfterMs.first, ...unread), againAfterMs.longest);
}
