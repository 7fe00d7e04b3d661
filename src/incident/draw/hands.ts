import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { EndedByHand } from "../held.ts";
import type { IncidentView } from "../view.ts";
import { personName, placeName } from "./places.ts";
import { between, tidy } from "./tidy.ts";

/** What somebody said besides, on the card. */
const textMaxUnits = 80;

/** Who ended it, why, and how long its source is held: `judged by ada 09:06: test traffic · held until it resolves`. */
export function endedByHandWords({ incident }: IncidentView, locale: Locale): Sentence {
  const { endedByHand, outcome, ruleSuspected } = incident;
  if (!endedByHand) return [];
  const { hands, colon } = wordsOf(locale);
  const said = outcome === "false_positive" ? hands.judged : hands.closed;
  const who = said(personName(endedByHand.by, incident.names, locale), endedByHand.at);
  const why = [becauseWords(endedByHand, locale), say`${tidy(endedByHand.text ?? "", textMaxUnits)}`];
  const suspected = ruleSuspected === undefined ? "" : hands.ruleSuspected(ruleSuspected.times);
  return join([join([who, join(why, ", ")], colon), heldWords(endedByHand, locale), say`${suspected}`], between);
}

/** Why a person ended it, in a word or two. */
export function becauseWords({ because }: Pick<EndedByHand, "because">, locale: Locale): Sentence {
  return because === undefined ? [] : say`${wordsOf(locale).hands.because[because]}`;
}

/** How long its source is held. */
export function heldWords({ hold, holdUntil }: Pick<EndedByHand, "hold" | "holdUntil">, locale: Locale): Sentence {
  const { hands } = wordsOf(locale);
  if (hold === undefined) return [];
  if (hold === "until-resolved") return say`${hands.heldUntilResolved}`;
  if (hold === "until-next-version") return say`${hands.heldUntilVersion}`;
  return holdUntil === undefined ? [] : hands.heldUntil(holdUntil);
}

/** Who has acknowledged it, and who resolved it at a vendor while it fires (protocol 3.3). */
export function acknowledgedWords({ incident }: IncidentView, locale: Locale): readonly Sentence[] {
  const { acknowledged, resolvedElsewhere } = incident;
  const { hands } = wordsOf(locale);
  const isOne = acknowledged?.at === resolvedElsewhere?.at;
  const elsewhere = resolvedElsewhere && {
    who: personName(resolvedElsewhere.by, incident.names, locale),
    place: placeName(resolvedElsewhere.where, undefined, locale, incident.owed),
  };
  return [
    acknowledged && !isOne
      ? hands.acknowledged(personName(acknowledged.by, incident.names, locale), acknowledged.at)
      : [],
    elsewhere ? say`${hands.resolvedElsewhere(elsewhere.who, elsewhere.place)}` : [],
  ];
}
