import { actionWordsOf } from "../../words/actions.ts";
import type { Locale } from "../../words/locale.ts";
import type { PlannedStep } from "../actions/plan.ts";
import { versionWords } from "./headline.ts";
import { tidy } from "./tidy.ts";

const nameMaxUnits = 80;

/** What a step does: `move alias champion from v8 to v7 on credit`. */
export function stepWords(
  { doing, name, of, from, to }: Omit<PlannedStep, "key" | "provider">,
  locale: Locale,
): string {
  const [was, is] = [from, to].map((version) => (version === undefined ? undefined : versionWords(version)));
  return actionWordsOf(locale).step[doing](tidy(name, nameMaxUnits), tidy(of ?? "", nameMaxUnits), was, is);
}

/** All that would be done, in order: `move alias …, then restart …`; what is so already is not done. */
export function stepsWords(steps: readonly PlannedStep[], locale: Locale): string {
  const words = actionWordsOf(locale);
  const real = steps.filter(({ noop }) => noop !== true);
  const said = real.length > 0 ? real : steps;
  return words.inTurn(
    said.map((step) => (step.noop ? words.nothingToDo(stepWords(step, locale)) : stepWords(step, locale))),
  );
}
