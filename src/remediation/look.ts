import type { Alert } from "../alert/alert.ts";
import type { Severity } from "../alert/severity.ts";
import type { Outlook, Wish } from "../incident/actions/outlook.ts";
import type { ActionPlan } from "../incident/actions/plan.ts";
import { isDrill } from "../incident/fire-drill.ts";
import type { Incident } from "../incident/incident.ts";
import type { JudgedAlert } from "../policy/actions/metric-band.ts";
import { criterionThatHolds } from "./criteria.ts";
import { guardedOf } from "./guarded-of.ts";
import { type Guarded, ticksOf } from "./guards.ts";
import { likelyChanges } from "./likely-changes.ts";
import { type About, type LookScene, readScene } from "./look-scene.ts";
import { isUnread } from "./plan-action.ts";
import type { Remediation, RemediationDeps } from "./remediation-deps.ts";
import { rollbackWish } from "./wish.ts";

/** What could not be read is read again after so long, in ms; then after twice as long. */
const againAfterMs = { first: 30_000, longest: 10 * 60_000 } as const;
/** What cannot be read is not put to people at once: it may be back before they have looked. In ms. */
const patienceMs = 60_000;

/** Looks around for an incident: what changed, what could be done, what the policy wants (behaviour 7). Timer `outlook`. */
export function createLook(deps: RemediationDeps): Remediation["look"] {
  return async (incident) => {
    const about = isDrill(incident) || incident.phase === "closed" ? null : await aboutOf(deps, incident);
    if (about === null) return null;
    const scene = await readScene(deps, incident, about);
    const { remedies } = about;
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
    // Most incidents are of services that nothing is known of: they cost no more than this look.
    if (!isEmpty(outlook) || knowsAny(incident)) {
      await deps.tell(incident, { kind: "outlook", uid: incident.uid, outlook });
    }
    const times = [againAt, outlook.incomplete ? unreadAgainAt(scene) : undefined];
    const next = times.filter((time) => time !== undefined);
    return next.length === 0 ? null : Math.min(...next);
  };
}

/** The alerts that a look is about; of a service that declares no action the lead says enough. */
async function aboutOf(deps: RemediationDeps, incident: Incident): Promise<About | null> {
  const found = await deps.alertsOf(incident);
  // The lead may be over while others fire: what is over is no reason for anything.
  const first = found.find(({ status }) => status === "firing") ?? found[0];
  if (first === undefined) return null;
  const judged = (alert: Alert): JudgedAlert => ({ alert, judgement: deps.judge(alert) });
  const [lead, remedies] = [judged(first), deps.remediesOf(first)];
  const others = remedies.actions.size === 0 ? [] : found.filter((one) => one !== first).map(judged);
  return { lead, alerts: [lead, ...others], remedies };
}

function isEmpty({ changes, plans, suggests, wish }: Outlook): boolean {
  return changes.length === 0 && plans.length === 0 && suggests === undefined && wish.kind === "nothing";
}

/** Whether an incident keeps anything of a look before, which would then be no more. */
function knowsAny({ changes, plans, suggests, proposal }: Incident): boolean {
  return [changes, plans, suggests, proposal].some((one) => one !== undefined);
}

/** What the policy wants, and when that may be another only because time went by. */
async function wishOf(
  deps: RemediationDeps,
  incident: Incident,
  scene: LookScene,
): Promise<{ readonly wish: Wish; readonly againAt?: number | undefined }> {
  const { rollback: rules } = scene.remedies;
  const plan = scene.plans.find(({ action }) => action === "rollback");
  if (plan === undefined || rules.mode === "off") return { wish: { kind: "nothing" } };
  const wanting = scene.alerts.map((one) => ({ ...one, criteria: deps.remediesOf(one.alert).rollback.criteria }));
  const { holds: criterion, againAt } = criterionThatHolds(wanting, scene.now);
  if (unreadMs(plan, scene.now) < patienceMs) return { wish: { kind: "nothing" }, againAt };
  const guarded = guardedOf(incident, scene, { plan, automationOff: await deps.automationOff() });
  const asked = {
    ticks: ticksOf(guarded),
    role: guarded.role,
    criterion,
    run: deps.newId(),
    plan,
    level: levelOf(scene.lead),
  };
  return { wish: await withLook(deps, incident, guarded, rollbackWish(incident, rules, asked)), againAt };
}

function levelOf({ judgement: { verdict } }: LookScene["lead"]): Severity | undefined {
  return verdict.kind === "severity" ? verdict.severity : undefined;
}

/** Says where to look instead. Other incidents are looked through only where somebody is told. */
async function withLook(deps: RemediationDeps, incident: Incident, guarded: Guarded, wish: Wish): Promise<Wish> {
  if (wish.kind !== "propose" || wish.ticks.every(({ id, ok }) => ok || id !== "changed-before")) return wish;
  const besides = (await deps.besides(incident)).map((alert) => ({ alert, judgement: deps.judge(alert) }));
  return { ...wish, ticks: ticksOf({ ...guarded, besides }) };
}

/** For how long a plan could not be read, in ms; of one that was read, for ever. */
function unreadMs(plan: ActionPlan, now: number): number {
  return isUnread(plan) ? now - plan.at : Number.POSITIVE_INFINITY;
}

function unreadAgainAt({ plans, now }: LookScene): number {
  const unread = plans.filter(isUnread).map((plan) => unreadMs(plan, now));
  return now + Math.min(Math.max(againAfterMs.first, ...unread), againAfterMs.longest);
}
