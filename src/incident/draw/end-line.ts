import { actWordsOf } from "../../words/acts.ts";
import { capital } from "../../words/capital.ts";
import { duration, figures } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import { type Incident, isOpen } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { endedByHandWords } from "./hands.ts";
import { tookMs } from "./people.ts";
import { personName, senderName } from "./places.ts";
import { between, tidy } from "./tidy.ts";

const metricMaxUnits = 60;

/** How it ended: `accuracy 0.846 → 0.948 · Evidently says it is over 10:11 · was URGENT · reported 5 times`. */
export function endLine(view: IncidentView, locale: Locale): Sentence {
  const { incident, received } = view;
  const { card, severity } = wordsOf(locale);
  const { outcome, recoveredAt, reopened, worst } = incident;
  const overAt = recoveredAt ?? incident.resolvedAt;
  const senders = wordsOf(locale).and(incident.sources.map((source) => senderName(source, locale)));
  const isMonitoring = incident.lead.measurement?.lateSince !== undefined;
  const said = (at: number) => (isMonitoring ? card.measuredAgain(at) : card.over(senders, at));
  const bySource = outcome === "source_resolved" || (isOpen(incident) && recoveredAt !== undefined);
  const over = overAt === undefined || !bySource ? [] : said(overAt);
  const facts = [
    isOpen(incident) ? missingWords(incident, locale) : "",
    card.wasSeverity(severity[worst]),
    received > 0 ? card.reported(received) : "",
    reopened > 0 ? card.reopenedTimes(reopened) : "",
  ];
  const byHand = endedByHandWords(view, locale);
  const done = doneWords(incident, locale, byHand.length === 0);
  const words = [byHand, ...done, recovery(view, locale), over];
  return join([...words, ...facts.map((fact) => say`${fact}`)], between);
}

/** How fast people were, what it was, and who said that it is over; of a false positive nothing is left to say. */
function doneWords(incident: Incident, locale: Locale, isFirst: boolean): readonly Sentence[] {
  const { outcome, cause, latest, names } = incident;
  if (isOpen(incident) || outcome === "false_positive") return [];
  const words = actWordsOf(locale);
  const took = (["acknowledged", "judged", "mitigated"] as const).flatMap((act) => {
    const done = incident[act];
    return done === undefined ? [] : [words.card.took[act](duration(tookMs(incident, done), locale))];
  });
  const resolved = outcome === "resolved_by_hand" ? latest?.["resolved-by-hand"] : undefined;
  return [
    say`${isFirst ? capital(took.join(", ")) : took.join(", ")}`,
    cause === undefined ? [] : say`${words.card.cause(words.cause[cause.cause])}`,
    resolved === undefined ? [] : words.card.resolvedBy(personName(resolved.by.id, names, locale), resolved.at),
  ];
}

function missingWords({ cause }: Incident, locale: Locale): string {
  return cause === undefined ? wordsOf(locale).card.causeNotRecorded : actWordsOf(locale).card.remediationMissing;
}

/** From the worst figure told to the one that ended it, where both are known. */
function recovery({ incident: { lead, runs = [] }, alerts }: IncidentView, locale: Locale): Sentence {
  // The first line says what helped, with the same figures.
  if (runs.at(-1)?.verdict?.after !== undefined) return [];
  const row = alerts.find(({ fingerprint }) => fingerprint === lead.fingerprint);
  const [before, after] = [lead.measurement?.value, row?.alert.measurement?.value];
  if (!lead.measurement || before === undefined || after === undefined || before === after) return [];
  const shown = figures([before, after], [], locale);
  return say`${tidy(lead.measurement.metric, metricMaxUnits)} ${shown.join(" → ")}`;
}
