import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import type { Run } from "../src/incident/actions/run.ts";
import { undoableRun } from "../src/incident/actions/undoable-run.ts";
import { stepsWords } from "../src/incident/draw/step-words.ts";
import { isDrill } from "../src/incident/fire-drill.ts";
import { present } from "../src/present.ts";
import { actionFormWordsOf } from "../src/words/action-forms.ts";
import type { Locale } from "../src/words/locale.ts";
import { outdatesActing } from "./model-action.ts";
import { permissionOf } from "./run-at-hand.ts";

/** Takes back what was done last, also when the incident is over: versions and order swapped (behaviour 7). */
export const undo: Handler = {
  id: "undo",
  offered: (incident) => !isDrill(incident) && undoableRun(incident) !== undefined,
  because: () => "nothing-to-undo",
  look: lookOf("undo"),
  permission: (incident) => permissionOf(undoableRun(incident) ?? incident.runs?.at(-1)),
  order: ({ phase }) => (phase === "resolved" || phase === "closed" ? 107 : 34),
  ...formOf(
    "undo",
    {},
    (_values, { incident, newId }) => ({
      act: { kind: "undo-run", run: undoableRun(incident)?.id ?? "", as: newId() },
    }),
    ({ incident, locale }) => {
      const run = undoableRun(incident);
      return run ? { note: actionFormWordsOf(locale).undoes(wayBack(run, locale)) } : {};
    },
  ),
  outdatedBy: outdatesActing.filter((kind) => kind !== "planned"),
};

/** What was done, from its end to where it was before. */
function wayBack({ plan, steps }: Run, locale: Locale): string {
  const done = plan.steps.filter((_step, at) => steps[at]?.state === "done");
  return stepsWords(
    done.map(({ from, to, ...step }) => ({
      ...step,
      ...present({ from: to, to: from }),
    })),
    locale,
  );
}
