import type { Direction, Feature, Measurement } from "../alert/measurement.ts";
import { compareSeverity } from "../alert/severity.ts";
import type { JudgedAlert } from "./fact.ts";
import type { Judgement, Verdict } from "./judgement.ts";
import type { SeriesState, SeriesWindow } from "./series-state.ts";

/** So many features of a measurement are kept, the worst. */
export const featuresMax = 20;

type Judged = SeriesWindow["judged"];

/**
 * All features of one metric are one alert, also where a sender posts them one by one (behaviour 2.4): events of one
 * series and one window that name other features add up, and the worst value speaks for them. An event that names a
 * feature again corrects the window: its list begins anew.
 *
 * @param series where the series stands
 */
export function asOneWindow(judged: JudgedAlert, series: SeriesState | undefined): JudgedAlert {
  const { measurement } = judged.alert;
  if (!measurement?.features) return judged;
  const worse = worseDirection(judged.judgement, measurement);
  const told = series?.lastTo === measurement.windowTo ? series.window : undefined;
  if (!told || namesAgain(told.measurement, measurement))
    return withMeasurement(judged, ranked(measurement, null, worse), judged.judgement);
  const isWorse = byLevelAndValue(
    { verdict: judged.judgement.verdict, measurement },
    { verdict: told.judged.verdict, measurement: told.measurement },
    worse,
  );
  const [first, other] = isWorse ? [measurement, told.measurement] : [told.measurement, measurement];
  return withMeasurement(judged, ranked(first, other, worse), isWorse ? judged.judgement : told.judged);
}

function withMeasurement({ alert, judgement }: JudgedAlert, measurement: Measurement, said: Judged): JudgedAlert {
  const { figure: _figure, ...rest } = judgement;
  const { verdict, reason, figure } = said;
  return {
    alert: { ...alert, measurement },
    judgement: { ...rest, verdict, reason, ...(figure === undefined ? {} : { figure }) },
  };
}

/** A measurement with its own and another's features, the worst first; as sent where nobody says which way is worse. */
function ranked(measurement: Measurement, other: Measurement | null, worse: Direction | undefined): Measurement {
  const all = [measurement, other].flatMap((one) => one?.features ?? []);
  const inAll = countOf(measurement) + (other ? countOf(other) : 0);
  const features = worse === undefined ? all : all.toSorted((a, b) => compare(b.value, a.value, worse));
  const { featuresInAll: _before, ...rest } = measurement;
  const kept = features.slice(0, featuresMax);
  return { ...rest, features: kept, ...(inAll > kept.length ? { featuresInAll: inAll } : {}) };
}

function countOf({ features = [], featuresInAll = features.length }: Measurement): number {
  return featuresInAll;
}

function namesAgain({ features: told = [] }: Measurement, { features = [] }: Measurement): boolean {
  const names = new Set(told.map(({ name }: Feature) => name));
  return features.some(({ name }) => names.has(name));
}

type Weighed = { readonly verdict: Verdict; readonly measurement: Measurement };

function byLevelAndValue(one: Weighed, other: Weighed, worse: Direction | undefined): boolean {
  const order = compareSeverity(levelOf(one), levelOf(other));
  if (order !== 0 || worse === undefined) return order > 0;
  return compare(one.measurement.value ?? 0, other.measurement.value ?? 0, worse) > 0;
}

function levelOf({ verdict }: Weighed) {
  return verdict.kind === "severity" ? verdict.severity : "info";
}

/** Above 0 where the first is worse. */
function compare(one: number, other: number, worse: Direction): number {
  return worse === "lower_is_worse" ? other - one : one - other;
}

/** Which way the metric gets worse: its row says so, else the sender. */
function worseDirection({ figure, reason }: Judgement, { direction }: Measurement): Direction | undefined {
  if (figure?.measure === "relative-drop") return "lower_is_worse";
  if (figure?.measure === "relative-rise") return "higher_is_worse";
  if (reason.kind === "threshold") return reason.band.startsWith("<") ? "lower_is_worse" : "higher_is_worse";
  return direction;
}
