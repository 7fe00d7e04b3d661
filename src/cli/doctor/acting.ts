import { prometheusAccess } from "../../diagnostics/prometheus.ts";
import { hidingSecrets } from "../../hide-secrets.ts";
import type { ActionPlan, PlannedStep } from "../../incident/actions/plan.ts";
import type { ServiceAction } from "../../policy/actions/service-action.ts";
import { createMasker } from "../../privacy/masker.ts";
import { planAction } from "../../remediation/plan-action.ts";
import { createProviders } from "../../remediation/providers/create-providers.ts";
import { readServing } from "../../remediation/serving.ts";
import { requestTo } from "../../request-to.ts";
import { actionWordsOf } from "../../words/actions.ts";
import { realWorld } from "../../world.ts";
import { type Check, type Finding, findingsOf, type Patient } from "./finding.ts";

const finding = findingsOf("actions");
/** MLflow, GitHub, a cluster and Prometheus may each be asked a few times for one action. */
const timeOutMs = 10_000;

/**
 * Whether each action of the policy could be done now: its plan is read from the world, as for a card, and changes nothing.
 * So MLflow, GitHub, Kubernetes and others are asked what Vigie may read there, and what serves is looked at; whether it may
 * write too is seen only when it does.
 */
export const checkActions: Check = async (patient) => {
  const { config, policy, fetch } = patient;
  if (policy.declared.length === 0) return [];
  const masker = createMasker({ key: config.maskKey ?? realWorld.randomHex(32) });
  const hide = hidingSecrets(config.secrets);
  const mask = { ...masker, text: (text: string) => masker.text(hide(text)) };
  const deps = {
    providers: createProviders(config.remediation.providers, { fetch, mask, secretOf: (name) => config.env[name] }),
    warn: () => {},
    promql: prometheusAccess(config.remediation.prometheusUrl, fetch),
    fetch,
  };
  const actions = await Promise.all(policy.declared.map((action) => lookAt(action, deps, patient)));
  return [...(await prometheusFindings(patient, deps.promql)), ...actions.flat()];
};

type Deps = Parameters<typeof planAction>[0] & Parameters<typeof readServing>[1];

async function lookAt(action: ServiceAction, deps: Deps, patient: Patient): Promise<readonly Finding[]> {
  const { words, locale, now } = patient;
  const signal = AbortSignal.timeout(timeOutMs);
  const plan = await planAction(deps, action, {
    ...{ alerts: [], labelsDelayMs: 0, turn: { runs: [] }, sources: [], signal, now: now() },
    serving: async ({ serving }) => (serving ? readServing(serving, deps, signal) : null),
  });
  const { action: names, planProblem } = actionWordsOf(locale);
  const name = `${action.service}, ${names[action.id].name}`;
  if (plan.problem === undefined)
    return [...readyFindings(name, plan, patient), ...servingFindings(name, plan, patient)];
  const provider = action.steps[plan.steps.length]?.provider ?? "";
  const detail = plan.detail === undefined ? "" : ` (${plan.detail})`;
  const says = words.actionFault(name, `${provider}: ${planProblem[plan.problem]}${detail}`, plan.problem);
  return [
    finding(plan.problem === "no-earlier-version" ? "note" : "wrong", says),
    ...servingFindings(name, plan, patient),
  ];
}

function readyFindings(name: string, { steps, to, tested }: ActionPlan, { words }: Patient): readonly Finding[] {
  const ready = finding("ok", words.actionReady(name, steps.map(stepText).join(", ")));
  return tested === false && to !== undefined ? [ready, finding("note", words.actionUntested(name, to))] : [ready];
}

function servingFindings(name: string, { checksServing, serving }: ActionPlan, { words }: Patient): readonly Finding[] {
  if (!checksServing) return [];
  if (serving === undefined || serving.length === 0) return [finding("wrong", words.servingUnread(name))];
  const versions = serving.map(({ version, count }) => `${version} (${count})`).join(", ");
  return [finding("ok", words.serves(name, versions))];
}

/** `champion (credit) 8 → 7`; the same in every language. */
function stepText({ name, of, from, to }: PlannedStep): string {
  const moved = to === undefined ? "" : ` ${from ?? ""}${from === undefined ? "" : " "}→ ${to}`;
  return `${name}${of === undefined ? "" : ` (${of})`}${moved}`;
}

async function prometheusFindings({ config, words }: Patient, promql: Deps["promql"]): Promise<readonly Finding[]> {
  const { prometheusUrl } = config.remediation;
  if (prometheusUrl === undefined) return [finding("note", words.noPrometheus)];
  const shown = requestTo(prometheusUrl).url.replace(/\/$/, "");
  const answer = await promql("vector(1)", AbortSignal.timeout(timeOutMs));
  if (answer.kind === "series") return [finding("ok", words.alertmanager(shown))];
  return [finding("wrong", words.unreachable(shown, answer.detail ?? "?"))];
}
