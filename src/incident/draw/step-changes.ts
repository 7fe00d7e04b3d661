import { actionWordsOf } from "../../words/actions.ts";
import type { Locale } from "../../words/locale.ts";
import { wordsOf } from "../../words/words.ts";
import type { PlannedStep } from "../actions/plan.ts";
import type { Run, RunStep } from "../actions/run.ts";
import { versionWords } from "./headline.ts";
import { tidy } from "./tidy.ts";

const nameMaxUnits = 60;

/**
 * What a run changed so far, a line for each step that was done: `champion (credit): v8 → v7`, `deployment/credit (ml):
 * restarted`; empty where none was. A step that failed or was so already is not among them.
 */
export function stepChanges({ plan, steps }: Pick<Run, "plan" | "steps">, locale: Locale): readonly string[] {
  return plan.steps.flatMap((planned, at) => {
    const done = steps[at];
    return done?.state === "done" ? [changeWords(planned, done, locale)] : [];
  });
}

function changeWords({ name, of, doing, from, to }: PlannedStep, done: RunStep, locale: Locale): string {
  const [before, after] = [done.before ?? from, done.after ?? to];
  const what = `${tidy(name, nameMaxUnits)}${of === undefined ? "" : ` (${tidy(of, nameMaxUnits)})`}`;
  const moved = after && [before && versionWords(before), versionWords(after)].filter(Boolean).join(" → ");
  return `${what}${wordsOf(locale).colon}${moved || actionWordsOf(locale).did[doing]}`;
}
