import type { Locale } from "../../words/locale.ts";
import { join, type Sentence } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import { lasts } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { laterWords, notPagedWords, notToldWords, pagedWords } from "./deliveries.ts";
import { acknowledgedWords } from "./hands.ts";
import { between } from "./tidy.ts";

/** The next deadline and the one after it; the rest stands on the dashboard. */
const deadlinesMax = 2;

/** Who was woken, what is due next, and how each destination stands that could not be told. */
export function careLine(view: IncidentView, locale: Locale): Sentence {
  const due = dueWords(view, locale);
  return join(
    [
      ...(lasts(view.incident) ? notPagedWords(view, locale) : []),
      ...acknowledgedWords(view, locale),
      pagedWords(view, locale),
      ...laterWords(view, locale),
      ...due,
      ...notToldWords(view, locale),
    ],
    between,
  );
}

function dueWords({ incident }: IncidentView, locale: Locale): readonly Sentence[] {
  const { card, deadline } = wordsOf(locale);
  return incident.deadlines
    .toSorted((a, b) => a.dueAt - b.dueAt)
    .slice(0, deadlinesMax)
    .map(({ kind, dueAt }) => card.due(deadline[kind], dueAt));
}
