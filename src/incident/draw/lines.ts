import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say, strong } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import { isOpen, lasts } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { careLine } from "./care-line.ts";
import { courseLine } from "./course.ts";
import { endLine } from "./end-line.ts";
import { figureLine } from "./figure-line.ts";
import { flagLine } from "./flags.ts";
import { headlineOf, shownPhase } from "./headline.ts";
import { tidy } from "./tidy.ts";

const adviceMaxUnits = 140;

type Draw = (view: IncidentView, locale: Locale) => Sentence;

/** An open incident: what, how bad, since when, what it means, what to doubt, who has it (cards 3). */
const openLines: readonly Draw[] = [headline, figureLine, courseLine, adviceLine, flagLine, careLine];
/** Its source has ended and its cause is not recorded: what it was, how it ended, what is still due. */
const recoveredLines: readonly Draw[] = [headline, endLine, flagLine, careLine];
/** What is left when it is over: what it was and how it ended; the links follow (cards 5). */
const endedLines: readonly Draw[] = [headline, endLine];

/** The lines of the card; one without content is not there. */
export function linesOf(view: IncidentView, locale: Locale): readonly Sentence[] {
  const { incident } = view;
  const lines = lasts(incident) ? openLines : isOpen(incident) ? recoveredLines : endedLines;
  return lines.map((draw) => draw(view, locale)).filter((line) => line.length > 0);
}

/** The phase comes last: phones cut the end (cards 5). */
function headline(view: IncidentView, locale: Locale): Sentence {
  const shown = shownPhase(view.incident);
  const { outcome } = view.incident;
  const inWords = shown === "resolved" || outcome === "false_positive" || outcome === "closed_by_hand";
  return say`${strong(headlineOf(view, locale))}${inWords ? "" : ` [${wordsOf(locale).phase[shown]}]`}`;
}

function adviceLine({ incident: { lead } }: IncidentView, locale: Locale): Sentence {
  const { meaning, first } = lead.runbook ?? {};
  const { card } = wordsOf(locale);
  return join(
    [
      meaning ? say`${stopped(tidy(meaning[locale], adviceMaxUnits))}` : [],
      first ? say`${card.first(stopped(continued(tidy(first[locale], adviceMaxUnits))))}` : [],
    ],
    " ",
  );
}

/** A sentence that goes on after a colon begins small, unless its first word has other capitals: `SSH`, `PagerDuty`. */
function continued(text: string): string {
  const isPlain = /^\p{Lu}(?:['’]|\p{Ll}*(?=[\s,.:;'’]|$))/u.test(text);
  return isPlain ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function stopped(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
