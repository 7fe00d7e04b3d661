import { type ActWords, actWordsOf } from "../../words/acts.ts";
import type { Locale } from "../../words/locale.ts";
import { type Sentence, say, strong } from "../../words/sentence.ts";
import { type Act, type Incident, isOpen } from "../incident.ts";
import { personName } from "./places.ts";
import { tidy } from "./tidy.ts";

const nameMaxUnits = 60;
const whyMaxUnits = 100;

/** So many groups of experts are named. */
const expertsMax = 3;

/** Who works on it and how far they are: mitigated, cause, next update, assignee, commander, experts. */
export function peopleWords(incident: Incident, locale: Locale): readonly Sentence[] {
  return [progressWords, updateWords, roleWords, expertWords].flatMap((words) => words(incident, locale));
}

function progressWords({ mitigated, cause, remediation }: Incident, locale: Locale): readonly Sentence[] {
  const { card, cause: causes } = actWordsOf(locale);
  const safe = mitigated && (mitigated.how === "waived" ? card.waived : card.mitigated)(mitigated.at);
  return [
    safe ?? [],
    cause === undefined ? [] : say`${card.cause(causes[cause.cause])}`,
    remediation === undefined ? [] : card.remediated(remediation.at),
  ];
}

function roleWords({ assignee, commander, names }: Incident, locale: Locale): readonly Sentence[] {
  const { card } = actWordsOf(locale);
  return [
    assignee === undefined ? [] : say`${card.assigned(personName(assignee.to, names, locale))}`,
    commander === undefined ? [] : say`${card.commander(personName(commander.id, names, locale))}`,
  ];
}

function expertWords({ experts = [], names }: Incident, locale: Locale): readonly Sentence[] {
  const { card } = actWordsOf(locale);
  return experts.slice(-expertsMax).map(({ group, at, joined }) => {
    const called = tidy(group, nameMaxUnits);
    return joined ? say`${card.joined(called, personName(joined.by, names, locale))}` : card.awaited(called, at);
  });
}

function updateWords(incident: Incident, locale: Locale): readonly Sentence[] {
  const { nextAt } = incident.update ?? {};
  return nextAt === undefined || !isOpen(incident) ? [] : [actWordsOf(locale).card.nextUpdate(nextAt)];
}

/** `triage OVERDUE since 09:16`. */
export function overdueWords(deadline: string, at: number, { card }: ActWords): Sentence {
  return say`${strong(card.overdue(deadline))}${card.since(at)}`;
}

/** `until 10:00`, or until it resolves. */
export function silenceUntil(until: number | undefined, locale: Locale): Sentence {
  const { card } = actWordsOf(locale);
  return until === undefined ? say`${card.untilResolved}` : card.until(until);
}

/** `silenced by Ada until 10:00: maintenance`; empty while nothing silences it. */
export function silencedWords({ silenced, names }: Incident, colon: string, locale: Locale): Sentence {
  if (!silenced) return [];
  const { by, until, why } = silenced;
  const person = by.name === undefined ? personName(by.id, names, locale) : tidy(by.name, nameMaxUnits);
  const said = actWordsOf(locale).card.silenced(person, silenceUntil(until, locale));
  return say`${said}${colon}${tidy(why, whyMaxUnits)}`;
}

/** How long after it began, or came back, somebody did something, in ms. */
export function tookMs({ openedAt, reopenedAt = 0 }: Incident, { at }: Act): number {
  return Math.max(0, at - Math.max(openedAt, reopenedAt > at ? 0 : reopenedAt));
}
