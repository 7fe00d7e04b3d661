import type { Measurement } from "../../alert/measurement.ts";
import { type Severity, severities } from "../../alert/severity.ts";
import type { Figure, PolicyPlace, SeverityReason, Verdict } from "../../incident/judgement.ts";
import { policyFaults as say } from "../../words/policy.ts";
import { policyWarnings as warn } from "../../words/policy-warnings.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { WrittenThreshold } from "../document/schema.ts";
import type { FaultBook } from "../policy-error.ts";
import { type Band, isWithin, parseBand } from "./band.ts";

type Measure = Figure["measure"];
/** What a metric is about: only of performance does going back to an older model help (behaviour 7). */
export type MeasuredAbout = NonNullable<WrittenThreshold["of"]>;
type Level = { readonly severity: Severity; readonly band: Band; readonly place: PolicyPlace };

/** One row of the threshold table; its levels stand from the worst to the mildest. */
export type ThresholdRow = {
  readonly family: string;
  readonly measure: Measure;
  /** What its metrics are about; absent where nobody says and their measure does not either. */
  readonly about?: MeasuredAbout;
  readonly levels: readonly Level[];
  readonly place: PolicyPlace;
  readonly inARow: number;
  readonly recoverAfter: number;
};

/** What a row makes of a figure. */
export type RowVerdict = {
  readonly row: ThresholdRow;
  readonly verdict: Verdict;
  readonly reason: SeverityReason;
};

/** Compiles `severity.thresholds`: rows by metric. A metric may stand in several rows of one family. */
export function compileThresholds(
  rows: readonly WrittenThreshold[],
  text: PolicyText,
  book: FaultBook,
): ReadonlyMap<string, readonly ThresholdRow[]> {
  const byMetric = new Map<string, ThresholdRow[]>();
  for (const [index, written] of rows.entries()) {
    const path = ["severity", "thresholds", index];
    const row: ThresholdRow = {
      family: written.family,
      measure: written.measure,
      levels: compileLevels(written, path, text, book),
      place: text.place(path),
      inARow: written.in_a_row ?? 1,
      recoverAfter: written.recover_after ?? 1,
    };
    for (const [at, metric] of written.metrics.entries()) {
      const known = byMetric.get(metric) ?? [];
      const other = known.find(({ family }) => family !== row.family);
      if (other) {
        const families = { metric, first: other.family, second: row.family };
        book.fault([...path, "metrics", at], say.metricInTwoFamilies(families));
      }
      const about = aboutOf(written, metric);
      byMetric.set(metric, [...known, about ? { ...row, about } : row]);
    }
  }
  return byMetric;
}

/** A measure against a baseline is one of performance, unless it says otherwise; a p-value never is (behaviour 7). */
function aboutOf({ of, measure }: WrittenThreshold, metric: string): MeasuredAbout | undefined {
  if (of !== undefined || measure === "value" || pValue.test(metric)) return of;
  return "performance";
}

const pValue = /(?:^|_)p_?value$/i;

function compileLevels(
  written: WrittenThreshold,
  path: readonly (string | number)[],
  text: PolicyText,
  book: FaultBook,
): readonly Level[] {
  const named = severities.toReversed().filter((severity) => written[severity] !== undefined);
  if (named.length === 0) book.fault(path, say.noLevel());
  const isMeasureKnown = !book.isFaulty([...path, "measure"]);
  const levels = named.flatMap((severity) => {
    const value = written[severity] ?? "";
    const band = parseBand(value, written.measure);
    const place = [...path, severity];
    if (!band) book.fault(place, say.badBand({ value }));
    else if (isMeasureKnown && value.includes("%") === (written.measure === "value") && !isZero(value)) {
      book.fault(place, say.bandUnit({ value, measure: written.measure }));
    } else return [{ severity, band, place: text.place(place) }];
    return [];
  });
  for (const [at, { severity, band }] of levels.entries()) {
    const taker = levels.slice(0, at).find((worse) => isWithin(band, worse.band));
    if (taker) book.warn([...path, severity], warn.levelNeverReached({ level: severity, by: taker.severity }));
  }
  return levels;
}

/** Zero is zero with and without a per cent sign. */
function isZero(band: string): boolean {
  return /^[<>=\s]*0*\.?0*\s*%?$/.test(band);
}

/**
 * The share by which a value is worse than its baseline; unrounded, negative for better.
 *
 * @returns `undefined` without value or baseline, or for a baseline of 0 (behaviour 2.2)
 */
export function degradationOf({ value, baseline }: Measurement, measure: Measure): number | undefined {
  if (measure === "value" || value === undefined || baseline === undefined || baseline === 0) return undefined;
  const change = measure === "relative-drop" ? baseline - value : value - baseline;
  const share = change / Math.abs(baseline);
  return Number.isFinite(share) ? share : Math.sign(share) * Number.MAX_VALUE;
}

/**
 * Judges a measurement by the rows that name its metric: the worst level reached counts, below the lowest it is healthy.
 *
 * @returns `undefined` where no row covers it, or none has the baseline that it compares with
 */
export function judgeByRows(
  measurement: Measurement,
  byMetric: ReadonlyMap<string, readonly ThresholdRow[]>,
): RowVerdict | undefined {
  let worst: RowVerdict | undefined;
  for (const row of byMetric.get(measurement.metric) ?? []) {
    const judged = judgeByRow(measurement, row);
    if (judged && (worst === undefined || badness(judged) > badness(worst))) worst = judged;
  }
  return worst;
}

function judgeByRow(measurement: Measurement, row: ThresholdRow): RowVerdict | undefined {
  const figure = row.measure === "value" ? measurement.value : degradationOf(measurement, row.measure);
  if (figure === undefined) return undefined;
  const { metric } = measurement;
  const level = row.levels.find(({ band }) => band.reached(figure));
  const told = level ?? row.levels.at(-1);
  const reason: SeverityReason = {
    kind: "threshold",
    metric,
    measure: row.measure,
    band: told?.band.written ?? "",
    figure,
    place: told?.place ?? row.place,
  };
  const verdict: Verdict = level ? { kind: "severity", severity: level.severity } : { kind: "healthy" };
  return { row, verdict, reason };
}

function badness({ verdict }: RowVerdict): number {
  return verdict.kind === "severity" ? severities.indexOf(verdict.severity) : -1;
}
