import { figures } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import { isOpen } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { endedByHandWords } from "./hands.ts";
import { senderName } from "./places.ts";
import { between, tidy } from "./tidy.ts";

const metricMaxUnits = 60;

/** How it ended: `accuracy 0.846 → 0.948 · Evidently says it is over 10:11 · was URGENT · reported 5 times`. */
export function endLine(view: IncidentView, locale: Locale): Sentence {
  const { incident, received } = view;
  const { card, severity } = wordsOf(locale);
  const { outcome, recoveredAt, reopened, worst } = incident;
  const overAt = incident.resolvedAt ?? recoveredAt;
  const senders = wordsOf(locale).and(incident.sources.map((source) => senderName(source, locale)));
  const isMonitoring = incident.lead.measurement?.lateSince !== undefined;
  const said = (at: number) => (isMonitoring ? card.measuredAgain(at) : card.over(senders, at));
  const bySource = outcome === "source_resolved" || (isOpen(incident) && recoveredAt !== undefined);
  const over = overAt === undefined || !bySource ? [] : said(overAt);
  const facts = [
    isOpen(incident) ? card.causeNotRecorded : "",
    card.wasSeverity(severity[worst]),
    received > 0 ? card.reported(received) : "",
    reopened > 0 ? card.reopenedTimes(reopened) : "",
  ];
  const words = [endedByHandWords(view, locale), recovery(view, locale), over];
  return join([...words, ...facts.map((fact) => say`${fact}`)], between);
}

/** From the worst figure told to the one that ended it, where both are known. */
function recovery({ incident: { lead }, alerts }: IncidentView, locale: Locale): Sentence {
  const row = alerts.find(({ fingerprint }) => fingerprint === lead.fingerprint);
  const [before, after] = [lead.measurement?.value, row?.alert.measurement?.value];
  if (!lead.measurement || before === undefined || after === undefined || before === after) return [];
  const shown = figures([before, after], [], locale);
  return say`${tidy(lead.measurement.metric, metricMaxUnits)} ${shown.join(" → ")}`;
}
