import { present } from "../../present.ts";
import { actionPageWordsOf } from "../../words/action-page.ts";
import { actionWordsOf } from "../../words/actions.ts";
import { capital } from "../../words/capital.ts";
import { figure } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { type ActionPlan, changesAnything } from "../actions/plan.ts";
import type { Run } from "../actions/run.ts";
import type { CardLine } from "../card.ts";
import type { Incident } from "../incident.ts";
import { runLine } from "./action-line.ts";
import { changeWords } from "./change-line.ts";
import { toLine } from "./line.ts";
import { runNames } from "./run-names.ts";
import { servingWords } from "./serving-words.ts";
import { stepsWords, stepWords } from "./step-words.ts";
import { tickWords } from "./tick-words.ts";
import { between, tidy } from "./tidy.ts";

const detailMaxUnits = 150;

/** What changed near an incident, what could be done about it and what was, line by line: for who has room for all of it. */
export type ActionDetails = {
  readonly changes: readonly { readonly at: number; readonly line: CardLine; readonly url?: string }[];
  readonly could: readonly { readonly name: string; readonly suggested: boolean; readonly line: CardLine }[];
  readonly ticks: readonly { readonly ok: boolean; readonly line: CardLine }[];
  readonly runs: readonly {
    readonly line: CardLine;
    readonly steps: readonly {
      readonly state: string;
      readonly at?: number;
      readonly line: CardLine;
      readonly link?: string;
    }[];
  }[];
};

/** Draws all that is known of changes and actions, the newest run first. */
export function drawActions(incident: Incident, locale: Locale): ActionDetails {
  const { changes = [], plans = {}, suggests, proposal, runs = [], identity, names, openedAt } = incident;
  const line = (sentence: Sentence) => toLine(sentence, openedAt);
  return {
    changes: changes.map((change) => ({
      at: change.at,
      line: line(say`${changeWords(change, identity.service, locale)}`),
      ...(change.url === undefined ? {} : { url: change.url }),
    })),
    could: Object.values(plans).map((plan) => ({
      name: capital(runNames({ action: plan.action, plan }, locale).ask),
      suggested: suggests === plan.action,
      line: line(planWords(plan, locale)),
    })),
    ticks: (proposal?.ticks ?? []).map((tick) => ({ ok: tick.ok, line: line(tickWords(tick, locale, names)) })),
    runs: runs
      .toReversed()
      .map((run) => ({ line: line(runLine(run, incident, locale)), steps: stepsOf(run, locale, line) })),
  };
}

/** What an action would do, and what stands in its way. */
function planWords(plan: ActionPlan, locale: Locale): Sentence {
  const { planProblem, serving: words, or } = actionWordsOf(locale);
  const page = actionPageWordsOf(locale);
  const { steps, problem, detail, tested, approvers = [], condition, notBefore, serving = [], to } = plan;
  const why =
    problem === undefined ? "" : [planProblem[problem], tidy(detail ?? "", detailMaxUnits)].filter(Boolean).join(", ");
  const value = condition?.value === undefined ? undefined : figure(condition.value, [], locale);
  return join(
    [
      say`${problem === undefined ? stepsWords(steps, locale) : why}`,
      say`${problem === undefined && !changesAnything(plan) ? page.noop : ""}`,
      say`${to === undefined || tested === undefined ? "" : tested ? page.tested : page.untested}`,
      say`${serving.length === 0 ? "" : words(servingWords(serving, undefined, locale))}`,
      say`${approvers.length === 0 ? "" : page.needs(or(approvers))}`,
      say`${condition ? page.condition(condition.metric, condition.when, value, condition.holds) : ""}`,
      notBefore === undefined ? [] : page.notBefore(notBefore),
    ],
    between,
  );
}

function stepsOf(
  { plan, steps }: Run,
  locale: Locale,
  line: (sentence: Sentence) => CardLine,
): ActionDetails["runs"][number]["steps"] {
  const { stepFailure, entry } = actionWordsOf(locale);
  const { stepState } = actionPageWordsOf(locale);
  return plan.steps.map((planned, index) => {
    const { state = "waiting", at, because, detail, link } = steps[index] ?? {};
    const what = stepWords(planned, locale);
    const said = because === undefined ? what : entry.stepFailed(what, stepFailure[because]);
    const more = tidy(detail ?? "", detailMaxUnits);
    return {
      state: stepState[state],
      line: line(say`${[said, more].filter(Boolean).join(between)}`),
      ...present({ at, link }),
    };
  });
}
