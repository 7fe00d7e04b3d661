import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say, strong } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import { isUnderWay } from "../actions/run.ts";
import { isOpen, lasts } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { actionLine, outcomeWords } from "./action-line.ts";
import { careLine } from "./care-line.ts";
import { changeLine } from "./change-line.ts";
import { courseLine } from "./course.ts";
import { endLine } from "./end-line.ts";
import { figureLine } from "./figure-line.ts";
import { flagLine } from "./flags.ts";
import { headlineOf, shownPhase } from "./headline.ts";
import { joinFitting } from "./line.ts";
import { between, tidy } from "./tidy.ts";

const adviceMaxUnits = 140;

type Draw = (view: IncidentView, locale: Locale) => Sentence;

/** So many lines stand before the buttons (cards 3). */
const linesMax = 6;

/** Its source has ended and its cause is not recorded: what it was, how it ended, what is still due. */
const recoveredLines: readonly Draw[] = [headline, endLine, unsettledLine, flagLine, careLine];
/** What is left when it is over: what it was, how it ended, and what is still being done; the links follow (cards 5). */
const endedLines: readonly Draw[] = [headline, endLine, leftLine];

/** The lines of the card; one without content is not there. */
export function linesOf(view: IncidentView, locale: Locale): readonly Sentence[] {
  const { incident } = view;
  if (lasts(incident)) return openLines(view, locale);
  const lines = isOpen(incident) ? recoveredLines : endedLines;
  return lines.map((draw) => draw(view, locale)).filter((line) => line.length > 0);
}

/**
 * An open incident: what, how bad, since when, what changed before, what it means or what is done about it, what to doubt,
 * who has it (cards 3). What is being done yields to nothing: the runbook's advice makes room for it, and where there are
 * still too many lines, what to doubt stands beside since when.
 */
function openLines(view: IncidentView, locale: Locale): readonly Sentence[] {
  const [first, figure, course, change, action, flags, care] = [
    ...[headline, figureLine, courseLine, changeLine, actionLine, flagLine, careLine],
  ].map((draw) => draw(view, locale));
  const done = action?.length ? action : adviceLine(view, locale);
  const present = (lines: readonly (Sentence | undefined)[]) => lines.flatMap((line) => (line?.length ? [line] : []));
  const lines = present([first, figure, course, change, done, flags, care]);
  if (lines.length <= linesMax) return lines;
  return present([first, figure, joinFitting(present([flags, course]), between), change, done, care]);
}

/** What the headline of an incident that has recovered does not say: what is still under way, or failed. */
function unsettledLine(view: IncidentView, locale: Locale): Sentence {
  const run = view.incident.runs?.at(-1);
  const isSaid = run === undefined || (run.state === "watching" && run.verdict !== undefined) || run.state === "ended";
  return isSaid ? [] : actionLine(view, locale);
}

/** Of what is over: what is done all the same, because it was begun, or what a failure left changed. */
function leftLine(view: IncidentView, locale: Locale): Sentence {
  const run = view.incident.runs?.at(-1);
  const isLeft = run !== undefined && (isUnderWay(run) || (run.state === "failed" && run.changed));
  return isLeft ? actionLine(view, locale) : [];
}

/** The phase comes last: phones cut the end (cards 5). */
function headline(view: IncidentView, locale: Locale): Sentence {
  const shown = shownPhase(view.incident);
  const { outcome } = view.incident;
  const inWords = shown === "resolved" || outcome === "false_positive" || outcome === "closed_by_hand";
  const came = lasts(view.incident) ? [] : outcomeWords(view.incident, locale);
  const said = join([say`${strong(headlineOf(view, locale))}`, came], between);
  return say`${said}${inWords ? "" : ` [${wordsOf(locale).phase[shown]}]`}`;
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
