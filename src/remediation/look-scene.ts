import { type ChangedThing, thingsOf } from "../alert/change.ts";
import type { ActionPlan } from "../incident/actions/plan.ts";
import type { Incident } from "../incident/incident.ts";
import type { JudgedAlert } from "../policy/actions/metric-band.ts";
import type { Remedies, ServiceAction } from "../policy/actions/service-action.ts";
import { present } from "../present.ts";
import { knownChanges } from "./known-changes.ts";
import type { ChangeScene } from "./likely-changes.ts";
import { askMaxMs, isUnread, planAction } from "./plan-action.ts";
import type { RemediationDeps } from "./remediation-deps.ts";
import { readServing } from "./serving.ts";
import { noTurn, readTurn, targetOf } from "./target-turn.ts";

/** All of a look is over within its lease, in ms. */
const lookMaxMs = 40_000;
/** Changes are read back so far, in ms: what is older than that is shown by nobody, but tells what was so before. */
const changesReadMs = 90 * 24 * 60 * 60_000;
/** A sender's clock may be so far ahead, in ms: what it says is heard of once. */
const clocksApartMs = 5 * 60_000;

/** What a look is about: the lead, all alerts of the incident, and what the policy says of the lead. */
export type About = {
  readonly lead: JudgedAlert;
  readonly alerts: readonly JudgedAlert[];
  readonly remedies: Remedies;
};

/** The world around an incident, as it was read at `now`. */
export type LookScene = About &
  ChangeScene & {
    readonly now: number;
    readonly changes: ReturnType<typeof knownChanges>;
    readonly plans: readonly ActionPlan[];
    readonly turn: Awaited<ReturnType<typeof readTurn>>;
  };

/** All that is read of the world, at once. */
export async function readScene(deps: RemediationDeps, incident: Incident, about: About): Promise<LookScene> {
  const { lead, remedies } = about;
  const { environment } = lead.judgement.identity;
  const now = deps.now();
  const things = thingsAbout(about);
  const target = targetOf(remedies.service ?? "");
  // Only what is measured has a last healthy window, only what can be acted on a turn: most looks read changes alone.
  const [group, changes, turn] = await Promise.all([
    lead.alert.measurement === undefined ? null : deps.groupOf(incident),
    deps.changes(things, now - changesReadMs, now + clocksApartMs),
    remedies.actions.size === 0 ? noTurn : readTurn(deps, target),
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
    ...present({ modelVersion: version, healthyTo }),
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
  { lead, alerts, remedies, turn, now }: About & Pick<LookScene, "turn" | "now">,
): Promise<readonly ActionPlan[]> {
  const isFit = (action: ServiceAction) => isOfRole(action, lead) && isItsTurn(action, remedies, incident);
  const actions = [...remedies.actions.values()].filter(isFit);
  const sources = remedies.actions.has("block-source") ? await deps.sourcesOf(incident) : [];
  const signal = AbortSignal.timeout(lookMaxMs);
  const { labelsDelayMs } = remedies;
  const plan = { alerts, labelsDelayMs, turn, sources, serving: servingOf(deps, signal), signal, now };
  const plans = await Promise.all(actions.map((action) => planAction(deps, action, plan)));
  return plans.map((one) => (isUnread(one) ? { ...one, at: unreadSince(incident, one) } : one));
}

/** Only a champion is ever rolled back, by whomever (2.5). */
function isOfRole({ id }: ServiceAction, { alert: { measurement } }: JudgedAlert): boolean {
  return id !== "rollback" || (measurement?.role ?? "champion") === "champion";
}

/** A rebuild comes only after a restart that failed, where the service declares one (U-34). */
function isItsTurn({ id }: ServiceAction, { actions }: Remedies, { runs = [] }: Incident): boolean {
  if (id !== "rebuild" || !actions.has("restart")) return true;
  const last = runs.findLast(({ action, undoes }) => action === "restart" && undoes === undefined);
  return last?.state === "failed" || last?.verdict?.kind === "did-not-help";
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

/** Since when a plan cannot be read: the incident keeps that. */
function unreadSince({ plans = {} }: Incident, { action, at }: ActionPlan): number {
  const kept = plans[action];
  return kept !== undefined && isUnread(kept) ? kept.at : at;
}
