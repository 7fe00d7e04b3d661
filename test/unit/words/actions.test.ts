import { describe, expect, test } from "vitest";
import { actionIds } from "../../../src/incident/actions/action-ids.ts";
import { planProblems, stepDoings } from "../../../src/incident/actions/plan.ts";
import { runFailures, stepFailures, stepStates } from "../../../src/incident/actions/run.ts";
import { tickIds } from "../../../src/incident/actions/tick.ts";
import { actionFormWordsOf } from "../../../src/words/action-forms.ts";
import { actionPageWordsOf } from "../../../src/words/action-page.ts";
import { actionWordsOf } from "../../../src/words/actions.ts";
import { changeWordsOf } from "../../../src/words/changes.ts";
import { locales } from "../../../src/words/locale.ts";
import { tickWordsOf } from "../../../src/words/ticks.ts";

const lists: ReadonlySet<string> = new Set(["inTurn", "or", "waitsFor"]);

/** Every text that a tree of words holds; sentences that are filled are filled with `x`, or with a list of it. */
function textsOf(words: unknown, name = ""): string[] {
  if (typeof words === "string") return [words];
  if (typeof words === "function") return textsOf(words(...(lists.has(name) ? [["x"]] : ["x", "y", "z"]), 1, 2));
  if (typeof words !== "object" || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => textsOf(value, key));
}

describe("the words of actions", () => {
  test.each(locales)("name every action, step, state and reason in %s", (locale) => {
    const words = actionWordsOf(locale);
    const page = actionPageWordsOf(locale);
    const named: readonly (readonly [readonly string[], object])[] = [
      [actionIds, words.action],
      [stepDoings, words.step],
      [stepDoings, words.did],
      [runFailures, words.failure],
      [stepFailures, words.stepFailure],
      [planProblems, words.planProblem],
      [stepStates, page.stepState],
      [tickIds, tickWordsOf(locale).so],
    ];
    for (const [ids, table] of named) expect(Object.keys(table).toSorted()).toEqual([...ids].toSorted());
  });

  test("have a no-break space in French before a colon, a question mark and inside of quotation marks", () => {
    const french = [actionWordsOf, changeWordsOf, tickWordsOf, actionFormWordsOf, actionPageWordsOf].map((of) =>
      of("fr"),
    );
    const texts = french.flatMap((words) => textsOf(words));
    expect(texts.length).toBeGreaterThan(120);
    expect(texts.filter((text) => / [:»;?!]|« |[^\u00a0]:\s|[^\u00a0][?!]$/.test(text))).toEqual([]);
  });
});
