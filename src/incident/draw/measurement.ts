import type { Measurement } from "../../alert/measurement.ts";
import { figure, figures, percent } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { type Words, wordsOf } from "../../words/words.ts";
import type { Incident } from "../incident.ts";
import type { SeverityReason } from "../judgement.ts";

/** The figures of a measurement in words; each is absent where the measurement lacks it. */
export type MeasurementWords = {
  readonly metric: string;
  readonly value?: string;
  readonly baseline?: string;
  readonly threshold?: string;
  /** `10.9 % worse`, `2 % better`. */
  readonly change?: string;
  /** Why there is no value: `no data`. */
  readonly missing?: string;
};

/** The number that a band as written in the policy names, alone in a list: 0.05 for `>= 5%`, 0.1 for `> 0.1`. */
export function bandEdges(band: string): number[] {
  const [, number, isPercent] = /([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)\s*$/i.exec(band) ?? [];
  return number === undefined ? [] : [Number(number) / (isPercent ? 100 : 1)];
}

/** Puts the lead's measurement into figures with digits on the right side of the thresholds known (cards 8). */
export function measurementWords(incident: Incident, measurement: Measurement, locale: Locale): MeasurementWords {
  const words = wordsOf(locale);
  const { metric, value, baseline } = measurement;
  const missing = missingWord(measurement, words);
  if (missing !== undefined || value === undefined) return { metric, missing: missing ?? words.card.noData };
  const { degradation } = incident.lead.figure ?? {};
  const edges = valueEdges(incident.severityReason, measurement);
  const [shown, reference] = figures(baseline === undefined ? [value] : [value, baseline], edges, locale);
  return {
    metric,
    ...(shown !== undefined && { value: shown }),
    ...(reference !== undefined && { baseline: reference }),
    ...thresholdWords(incident.severityReason, measurement, locale),
    ...(degradation !== undefined && { change: changeWords(degradation, shareEdges(incident.severityReason), locale) }),
  };
}

/** The band that the policy measures the value by, else the sender's own threshold. */
function thresholdWords(
  reason: SeverityReason,
  { metric, threshold }: Measurement,
  locale: Locale,
): { threshold?: string } {
  if (reason.kind === "threshold" && reason.measure === "value" && reason.metric === metric) {
    return { threshold: reason.band };
  }
  return threshold === undefined ? {} : { threshold: figure(threshold, [], locale) };
}

function missingWord({ status, lateSince }: Measurement, words: Words): string | undefined {
  if (status === "no_data") return words.card.noData;
  if (status === "error") return words.card.notMeasured;
  return lateSince === undefined ? undefined : words.card.late;
}

/** `10.9 % worse`; a change is never a bare minus (cards 8). */
export function changeWords(degradation: number, edges: readonly number[], locale: Locale): string {
  const { card } = wordsOf(locale);
  const share = percent(degradation, edges, locale);
  if (Math.abs(degradation) <= 1e-9) return card.unchanged;
  return degradation > 0 ? card.worse(share) : card.better(share);
}

function shareEdges(reason: SeverityReason): number[] {
  return reason.kind === "threshold" && reason.measure !== "value" ? bandEdges(reason.band) : [];
}

function valueEdges(reason: SeverityReason, { metric, threshold }: Measurement): number[] {
  const named = reason.kind === "threshold" && reason.measure === "value" && reason.metric === metric;
  return [...(named ? bandEdges(reason.band) : []), ...(threshold === undefined ? [] : [threshold])];
}
