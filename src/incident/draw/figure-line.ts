import type { Measurement } from "../../alert/measurement.ts";
import { figure, whole } from "../../words/figures.ts";
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

/** What was measured against what, and of which model; else the alert's own summary (behaviour 1). */
export function figureLine(view: IncidentView, locale: Locale): Sentence {
  const { lead, identity } = view.incident;
  const model = [identity.model, lead.modelVersion && versionWords(lead.modelVersion)].filter(Boolean).join(" ");
  if (isSilent(view.incident)) return say`${tidy(identity.model ?? "", nameMaxUnits)}`;
  const said = lead.measurement
    ? measured(view, lead.measurement, locale)
    : say`${summaryOf(view, locale, summaryMaxUnits)}`;
  return join([said, say`${tidy(model, nameMaxUnits)}`], between);
}

function measured({ incident }: IncidentView, measurement: Measurement, locale: Locale): Sentence {
  const { card } = wordsOf(locale);
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

/** What the figure stands on: `sample 50,000, 08:00–09:00`. */
function basisOf({ sampleSize, windowFrom, windowTo }: Measurement, locale: Locale): Sentence {
  const { card } = wordsOf(locale);
  const size = sampleSize === undefined ? [] : say`${card.sample(whole(sampleSize, locale))}`;
  return join([size, windowFrom === undefined ? [] : card.window(windowFrom, windowTo)], ", ");
}
