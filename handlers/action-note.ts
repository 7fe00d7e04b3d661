import type { ActionId } from "../src/incident/actions/action-ids.ts";
import type { ActionPlan } from "../src/incident/actions/plan.ts";
import { versionWords } from "../src/incident/draw/headline.ts";
import { servingWords } from "../src/incident/draw/serving-words.ts";
import { stepsWords } from "../src/incident/draw/step-words.ts";
import { buttonText } from "../src/incident/draw.ts";
import type { Incident } from "../src/incident/incident.ts";
import { actionFormWordsOf } from "../src/words/action-forms.ts";
import { actionWordsOf } from "../src/words/actions.ts";
import { handlerWordsOf } from "../src/words/handlers.ts";
import type { Locale } from "../src/words/locale.ts";

/** Exactly what a press does, in one question, and what must be known before it is answered (cards 4). */
export function actionNote(plan: ActionPlan, locale: Locale): string {
  const words = actionFormWordsOf(locale);
  const { or } = actionWordsOf(locale);
  const { steps, to, tested, condition, approvers = [], serving, checksServing } = plan;
  return [
    words.will(stepsWords(steps, locale)),
    serving === undefined || serving.length === 0 ? "" : words.serves(servingWords(serving, undefined, locale)),
    tested === false && to !== undefined ? words.untested(versionWords(to)) : "",
    condition?.holds === false ? words.condition(condition.metric, condition.when) : "",
    approvers.length === 0 ? "" : words.approvers(or(approvers)),
    to !== undefined && !checksServing ? words.unchecked : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** A form is called as its button is: `Roll back to v7`. */
export function actionTitles(
  id: ActionId,
  incident: Pick<Incident, "plans">,
  locale: Locale,
): { readonly title: string; readonly submit: string } {
  const bare = (text: string) => text.replace(/…$/, "");
  return { title: bare(buttonText(id, incident, locale)), submit: bare(handlerWordsOf(locale)[id].button) };
}
