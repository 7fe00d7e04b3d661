import { actionWordsOf } from "../../words/actions.ts";
import { figures } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { type Sentence, say } from "../../words/sentence.ts";
import type { Verdict } from "../actions/run.ts";
import { tidy } from "./tidy.ts";

const metricMaxUnits = 60;

/**
 * Whether it helped, with the figures: `it helped: accuracy 0.846 → 0.948`.
 *
 * @param bare without the metric's name, where it stands beside it already
 */
export function verdictWords(verdict: Verdict, locale: Locale, { bare = false } = {}): Sentence {
  const { verdict: words } = actionWordsOf(locale);
  const { kind, until, because } = verdict;
  const said = figuresOf(verdict, bare, locale);
  if (kind === "helped") return say`${words.helped(said)}`;
  if (kind === "did-not-help") return say`${words.didNotHelp(said)}`;
  if (until !== undefined) return words.cannotTellBefore(until);
  return say`${words.cannotTell(because === undefined ? "" : words.because[because])}`;
}

function figuresOf({ metric, before, after }: Verdict, bare: boolean, locale: Locale): string {
  if (after === undefined) return "";
  const shown = figures(before === undefined ? [after] : [before, after], [], locale).join(" → ");
  return bare || metric === undefined ? shown : `${tidy(metric, metricMaxUnits)} ${shown}`;
}
