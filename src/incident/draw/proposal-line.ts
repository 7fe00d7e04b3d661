import { actionWordsOf } from "../../words/actions.ts";
import { capital } from "../../words/capital.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say, strong } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { Proposal } from "../actions/outlook.ts";
import type { ActionPlan } from "../actions/plan.ts";
import { joinFitting } from "./line.ts";
import { runNames } from "./run-names.ts";
import { tickWords } from "./tick-words.ts";
import { tidy } from "./tidy.ts";

const nameMaxUnits = 60;

type Proposed = Pick<Proposal, "action" | "because" | "criterion" | "ticks"> & {
  readonly plan: ActionPlan | undefined;
};

/** What is put to people, and what stands against doing it by itself: each failing condition is a sentence of its own. */
export function proposalWords(
  proposed: Proposed,
  locale: Locale,
  names: Readonly<Record<string, string>> | undefined,
): Sentence {
  const { proposal: words } = actionWordsOf(locale);
  const { action, because, criterion, ticks, plan = {} } = proposed;
  const { ask, done } = runNames({ action, plan }, locale);
  if (because === "dry-run") return say`${strong(`${words.dryRun(done, ask)}.`)}`;
  const said = criterion === undefined ? words.because[because] : words.criterion(tidy(criterion, nameMaxUnits));
  const failing = ticks.filter(({ ok }) => !ok).map((tick) => tickWords(tick, locale, names));
  const reasons = joinFitting(failing, " ");
  const head = say`${strong(words.ask(ask))} ${capital(said)}`;
  if (failing.length === 0) return say`${head}.`;
  // Why it is asked, and what speaks against it, are two things.
  const before = because === "ticks" ? head : say`${head}. ${words.against}`;
  return join([before, reasons], wordsOf(locale).colon);
}
