import { z } from "@hono/zod-openapi";
import { changeKinds, changeOutcomes } from "../alert/change.ts";
import { actionIds } from "../incident/actions/action-ids.ts";
import { type FoundChange, likelyBecause } from "../incident/actions/found-change.ts";
import { type Proposal, proposalCauses } from "../incident/actions/outlook.ts";
import { type ActionPlan, planProblems, stepDoings, type VersionCount } from "../incident/actions/plan.ts";
import {
  type Run,
  runFailures,
  runStates,
  stepFailures,
  stepStates,
  type Verdict,
  verdictKinds,
} from "../incident/actions/run.ts";
import { tickIds } from "../incident/actions/tick.ts";
import { stepsWords } from "../incident/draw/step-words.ts";
import type { Incident } from "../incident/incident.ts";
import type { Locale } from "../words/locale.ts";
import { iso, isoOf, isoTime } from "./iso-time.ts";

const text = z.string().nullable();
const time = isoTime.nullable();
const counts = z.array(z.object({ version: z.string(), count: z.number() }));
const action = z.enum(actionIds);

const changeSchema = z
  .object({
    ...{ id: z.string(), source: z.string(), kind: z.enum(changeKinds), name: z.string(), from: text, to: text },
    ...{ outcome: z.enum(changeOutcomes).nullable(), at: isoTime, when: z.enum(["before", "during", "after"]) },
    earlierMs: z.number().openapi({ description: "Before the end of the measurement's window; negative: after it." }),
    likely: z.enum(likelyBecause).nullable().openapi({ description: "Why it is held for the cause; one at most." }),
    url: text,
  })
  .openapi("ChangeNearby");

const planSchema = z
  .object({
    action,
    at: isoTime,
    does: z.string().openapi({ description: "What it would do, in words." }),
    steps: z.array(
      z.object({
        provider: z.string(),
        doing: z.enum(stepDoings),
        name: z.string(),
        of: text,
        from: text,
        to: text,
        noop: z.boolean(),
      }),
    ),
    ...{ from: text, to: text, tested: z.boolean().nullable(), serving: counts.nullable(), checksServing: z.boolean() },
    ...{ problem: z.enum(planProblems).nullable(), detail: text, approvers: z.array(z.string()), notBefore: time },
    condition: z
      .object({ metric: z.string(), when: z.string(), value: z.number().nullable(), holds: z.boolean() })
      .nullable(),
    sources: z.array(z.string()).openapi({ description: "Tokens of sources that can be blocked; never an address." }),
  })
  .openapi("ActionPlan");

const verdictSchema = z.object({
  ...{ kind: z.enum(verdictKinds), because: text, metric: text, at: isoTime, until: time },
  ...{ before: z.number().nullable(), after: z.number().nullable() },
});

const runSchema = z
  .object({
    ...{ id: z.string(), action, state: z.enum(runStates), by: z.string(), where: z.string(), askedAt: isoTime },
    ...{ dueAt: time, approvedBy: text, why: text, startedAt: time, endedAt: time, changed: z.boolean() },
    ...{ from: text, to: text, serving: counts.nullable(), servedAt: time, firstAnswerAt: time, watchUntil: time },
    steps: z.array(
      z.object({
        ...{ doing: z.enum(stepDoings), name: z.string(), of: text, from: text, to: text, state: z.enum(stepStates) },
        ...{ at: time, because: z.enum(stepFailures).nullable(), detail: text, link: text },
      }),
    ),
    ...{ verdict: verdictSchema.nullable(), because: z.enum(runFailures).nullable(), undoes: text, undoneBy: text },
  })
  .openapi("ActionRun");

/** What changed near an incident, what could be done about it, and what was. */
export const actionSchema = z.object({
  changes: z.array(changeSchema).openapi({ description: "What changed near it, the likely cause first." }),
  plans: z.array(planSchema).openapi({ description: "What each action that its service declares would do." }),
  suggests: action.nullable(),
  proposal: z
    .object({
      action,
      because: z.enum([...proposalCauses, "dry-run"]),
      criterion: text,
      at: isoTime,
      ticks: z.array(z.looseObject({ id: z.enum(tickIds), ok: z.boolean() })),
    })
    .nullable()
    .openapi({ description: "What was put to people, with every condition of doing it by itself." }),
  runs: z.array(runSchema).openapi({ description: "What was done, oldest first; the newest three." }),
});

/** The part of an incident that is about changes and actions. */
export function actionJson(incident: Incident, locale: Locale): z.infer<typeof actionSchema> {
  const { changes = [], plans = {}, suggests, proposal, runs = [] } = incident;
  return {
    changes: changes.map(changeJson),
    plans: Object.values(plans).map((plan) => planJson(plan, locale)),
    suggests: suggests ?? null,
    proposal: proposal ? proposalJson(proposal) : null,
    runs: runs.map(runJson),
  };
}

function changeJson({ id, source, kind, name, from, to, outcome, at, when, earlierMs, likely, url }: FoundChange) {
  return {
    ...{ id, source, kind, name, from: from ?? null, to: to ?? null, outcome: outcome ?? null, at: iso(at), when },
    ...{ earlierMs, likely: likely ?? null, url: url ?? null },
  };
}

function planJson(plan: ActionPlan, locale: Locale): z.infer<typeof planSchema> {
  const { action: id, at, steps, from, to, tested, serving, checksServing, problem, detail } = plan;
  const { approvers = [], notBefore, condition, sources = [] } = plan;
  return {
    ...{ action: id, at: iso(at), does: stepsWords(steps, locale), from: from ?? null, to: to ?? null },
    steps: steps.map(({ provider, doing, name, of, from: was, to: is, noop }) => ({
      ...{ provider, doing, name, of: of ?? null, from: was ?? null, to: is ?? null, noop: noop ?? false },
    })),
    ...{ tested: tested ?? null, serving: serving ? countsJson(serving) : null, checksServing },
    ...{ problem: problem ?? null, detail: detail ?? null, approvers: [...approvers], notBefore: isoOf(notBefore) },
    condition: condition ? { ...condition, value: condition.value ?? null } : null,
    sources: [...sources],
  };
}

function proposalJson({ action: id, because, criterion, ticks, at }: Proposal) {
  return { action: id, because, criterion: criterion ?? null, at: iso(at), ticks: ticks.map((tick) => ({ ...tick })) };
}

function runJson(run: Run): z.infer<typeof runSchema> {
  const { id, action: of, state, by, where, plan, steps, changed, serving, verdict, because } = run;
  return {
    ...{ id, action: of, state, by, where, askedAt: iso(run.askedAt), dueAt: isoOf(run.dueAt) },
    ...{ approvedBy: run.approvedBy ?? null, why: run.why ?? null, startedAt: isoOf(run.startedAt) },
    ...{ endedAt: isoOf(run.endedAt), changed, from: plan.from ?? null, to: plan.to ?? null },
    ...{ serving: serving ? countsJson(serving) : null, servedAt: isoOf(run.servedAt) },
    ...{ firstAnswerAt: isoOf(run.firstAnswerAt), watchUntil: isoOf(run.watchUntil) },
    steps: plan.steps.map(({ doing, name, of: whose, from, to }, index) => {
      const { state: stands = "waiting", at, because: why, detail, link } = steps[index] ?? {};
      return {
        ...{ doing, name, of: whose ?? null, from: from ?? null, to: to ?? null, state: stands, at: isoOf(at) },
        ...{ because: why ?? null, detail: detail ?? null, link: link ?? null },
      };
    }),
    ...{ verdict: verdict ? verdictJson(verdict) : null, because: because ?? null },
    ...{ undoes: run.undoes ?? null, undoneBy: run.undoneBy ?? null },
  };
}

function verdictJson({ kind, because, metric, before, after, until, at }: Verdict): z.infer<typeof verdictSchema> {
  return {
    ...{ kind, because: because ?? null, metric: metric ?? null, before: before ?? null, after: after ?? null },
    ...{ until: isoOf(until), at: iso(at) },
  };
}

function countsJson(serving: readonly VersionCount[]) {
  return serving.map(({ version, count }) => ({ version, count }));
}
