import { actWordsOf } from "../../words/acts.ts";
import type { Locale } from "../../words/locale.ts";
import type { Sentence } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import { type Deadline, type Incident, lasts } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { laterWords, notPagedWords, notToldWords, pagedWords } from "./deliveries.ts";
import { acknowledgedWords } from "./hands.ts";
import { joinFitting } from "./line.ts";
import { overdueWords, peopleWords } from "./people.ts";
import { between } from "./tidy.ts";

/** The next deadline and the one after it; the rest stands on the dashboard. */
const deadlinesMax = 2;

/**
 * Who has it, who was woken, what is due next, how each destination stands that could not be told, and how far people are.
 * What may least be missed comes first: what does not fit is left out.
 */
export function careLine(view: IncidentView, locale: Locale): Sentence {
  const { incident } = view;
  return joinFitting(
    [
      ...(lasts(incident) ? notPagedWords(view, locale) : []),
      ...lateWords(incident, locale),
      ...acknowledgedWords(view, locale),
      pagedWords(view, locale),
      ...laterWords(view, locale),
      ...dueWords(incident, locale),
      ...notToldWords(view, locale),
      ...peopleWords(incident, locale),
    ],
    between,
  );
}

/** What was promised and not kept is seen before who has it. */
function lateWords(incident: Incident, locale: Locale): readonly Sentence[] {
  const { deadline } = wordsOf(locale);
  return nextDeadlines(incident)
    .filter(({ said }) => said === "overdue")
    .map(({ kind, dueAt }) => overdueWords(deadline[kind], dueAt, actWordsOf(locale)));
}

/** While it is silenced its deadlines stand still (behaviour 3). */
function dueWords(incident: Incident, locale: Locale): readonly Sentence[] {
  if (incident.silenced) return [];
  const { card, deadline } = wordsOf(locale);
  return nextDeadlines(incident)
    .filter(({ said }) => said !== "overdue")
    .map(({ kind, dueAt }) => card.due(deadline[kind], dueAt));
}

function nextDeadlines({ deadlines }: Incident): readonly Deadline[] {
  return deadlines.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, deadlinesMax);
}
