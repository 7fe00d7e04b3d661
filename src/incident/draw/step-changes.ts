import type { Locale } from "../../words/locale.ts";
import { stepChangeWords } from "../../words/step-changes.ts";
import type { Run } from "../actions/run.ts";
import { tidy } from "./tidy.ts";

const textMaxUnits = 60;
const short = (text: string) => tidy(text, textMaxUnits);

/**
 * What a run changed so far, before and after, a line for each step that was done; empty where none was. A step that
 * failed or was so already is not among them.
 */
export function stepChanges({ plan, steps }: Pick<Run, "plan" | "steps">, locale: Locale): readonly string[] {
  return plan.steps.flatMap((planned, at) => {
    const done = steps[at];
    if (done?.state !== "done") return [];
    const before = done.before ?? planned.from;
    const after = done.after ?? planned.to;
    const step = {
      doing: planned.doing,
      name: short(planned.name),
      ...(planned.of === undefined ? {} : { of: short(planned.of) }),
      ...(before === undefined ? {} : { before: short(before) }),
      ...(after === undefined ? {} : { after: short(after) }),
    };
    return [stepChangeWords(step, locale)];
  });
}
