import type { Measurement } from "../../alert/measurement.ts";
import { duration, figure, whole } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { IncidentView } from "../view.ts";
import { isSilent, versionWords } from "./headline.ts";
import { measurementWords } from "./measurement.ts";
import { summaryOf } from "./summary.ts";
import { between, tidy } from "./tidy.ts";

const nameMaxUnits = 90;
const summaryMaxUnits = 280;
const featuresShownMax = 5;
const featureMaxUnits = 24;

/** What was measured against what, and of which model; else the alert's own summary (behaviour 1). */
export function figureLine(view: IncidentView, locale: Locale): Sentence {
  const { lead, identity } = view.incident;
  const model = [identity.model, lead.modelVersion && versionWords(lead.modelVersion)].filter(Boolean).join(" ");
  if (isSilent(view.incident)) return say`${tidy(identity.model ?? "", nameMaxUnits)}`;
  const said = lead.measurement
    ? measured(view, lead.measurement, locale)
    : say`${summaryOf(view, locale, summaryMaxUnits)}`;
  return join([said, say`${tidy(model, nameMaxUnits)}`, featureWords(view, locale)], between);
}

function measured({ incident }: IncidentView, measurement: Measurement, locale: Locale): Sentence {
  const { card } = wordsOf(locale);
  if (measurement.lateSince !== undefined) return notMeasured(measurement, measurement.lateSince, locale);
  const { value, missing, baseline, threshold } = measurementWords(incident, measurement, locale);
  const { metric, pValue, segment } = measurement;
  const name = tidy(metric, nameMaxUnits);
  const said = [
    missing === undefined ? `${name} ${value ?? ""}` : card.metricIs(name, missing),
    baseline === undefined ? "" : card.was(baseline),
    threshold === undefined ? "" : card.threshold(threshold),
    pValue === undefined ? "" : card.pValue(figure(pValue, [], locale)),
    segment === undefined ? "" : card.segment(tidy(segment, nameMaxUnits)),
  ];
  const basis = basisOf(measurement, locale);
  return say`${said.filter(Boolean).join(", ")}${basis.length > 0 ? say` (${basis})` : ""}`;
}

/** `accuracy not measured since 04:00 (no data), expected every 1 h, segment FR`. */
function notMeasured({ metric, status, everyMs, segment }: Measurement, since: number, locale: Locale): Sentence {
  const { card } = wordsOf(locale);
  const why = status === "no_data" ? card.noData : status === "error" ? card.notMeasured : undefined;
  const more = [
    everyMs === undefined ? "" : card.every(duration(everyMs, locale)),
    segment === undefined ? "" : card.segment(tidy(segment, nameMaxUnits)),
  ];
  const head = say`${card.notMeasuredSince(tidy(metric, nameMaxUnits), since)}${why === undefined ? "" : ` (${why})`}`;
  return join([head, ...more.map((one) => say`${one}`)], ", ");
}

/** The worst features with their figures, from the alert's row: `features: age 0.003, income 0.011 and 7 more`. */
function featureWords({ incident: { lead }, alerts }: IncidentView, locale: Locale): Sentence {
  const row = alerts.find(({ fingerprint }) => fingerprint === lead.fingerprint);
  const { features = [], featuresInAll = features.length } = row?.alert.measurement ?? {};
  if (features.length === 0) return [];
  const { card } = wordsOf(locale);
  const shown = features.slice(0, featuresShownMax);
  const named = shown.map(({ name, value, pValue, threshold }) => {
    const said = `${tidy(name, featureMaxUnits)} ${figure(value, threshold === undefined ? [] : [threshold], locale)}`;
    return pValue === undefined ? said : `${said} (${card.pValue(figure(pValue, [], locale))})`;
  });
  const rest = featuresInAll - shown.length;
  return say`${card.features(named.join(", "))}${rest > 0 ? ` ${card.more(rest)}` : ""}`;
}

/** What the figure stands on: `sample 50,000, 08:00–09:00`. */
function basisOf({ sampleSize, windowFrom, windowTo }: Measurement, locale: Locale): Sentence {
  const { card } = wordsOf(locale);
  const size = sampleSize === undefined ? [] : say`${card.sample(whole(sampleSize, locale))}`;
  return join([size, windowFrom === undefined ? [] : card.window(windowFrom, windowTo)], ", ");
}
