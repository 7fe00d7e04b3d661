import type { CardLine } from "../../incident/card.ts";
import { environmentOf, tidy } from "../../incident/draw.ts";
import { humanId } from "../../incident/view.ts";
import type { StoredIncident } from "../../store/port.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Locale } from "../../words/locale.ts";
import { utc } from "../../words/moments.ts";
import { wordsOf } from "../../words/words.ts";
import { headLine, textLine, wordSaid } from "./lines.ts";

/** Stakeholders hear something every half hour until it is resolved (U-26). */
const nextUpdateMs = 30 * 60_000;
const impactMaxUnits = 1_000;

/** What a message to stakeholders is about. `impact` is what users see, masked. */
export type Crisis = {
  readonly stored: StoredIncident;
  readonly service: string;
  readonly impact: string;
  readonly now: number;
};

/** The message for inside the company and the one for customers, to be copied, in one language (A004-44, U-44). */
export function crisisMessages({ stored, service, impact, now }: Crisis, locale: Locale): readonly CardLine[] {
  const { incident, number } = stored;
  const words = commandWordsOf(locale).report;
  const next = utc(incident.update?.nextAt ?? now + nextUpdateMs, "time", locale);
  const said = asSentence(tidy(impact, impactMaxUnits));
  const severity = wordsOf(locale).severity[incident.severity];
  const about = [humanId(number), severity, wordSaid(service), environmentOf(incident, locale)] as const;
  return [
    headLine(words.internalTitle),
    textLine(words.internal(...about, said, next)),
    headLine(words.externalTitle),
    textLine(words.external(wordSaid(service), said, next)),
  ];
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
