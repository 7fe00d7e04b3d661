import type { Measurement } from "../../alert/measurement.ts";
import { compareSeverity, type Severity } from "../../alert/severity.ts";
import type { Figure, SeverityReason, Verdict } from "../../incident/judgement.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Subject } from "../subject.ts";
import { compileSeverityLabels } from "./severity-labels.ts";
import { compileThresholds, degradationOf, judgeByRows, type MeasuredAbout } from "./thresholds.ts";

/** How bad one alert is, and why. */
export type Severeness = { readonly verdict: Verdict; readonly reason: SeverityReason };

/** How bad one measurement is; `family` and the counts are its row's (behaviour 2). */
export type MeasuredSevereness = Severeness & {
  readonly family: string;
  readonly figure: Figure;
  /** What its row is about; absent where no row judges it, or does not say. */
  readonly about?: MeasuredAbout;
  readonly inARow: number;
  readonly recoverAfter: number;
};

export type SeverityRules = {
  readonly judgeAlert: (subject: Subject) => Severeness;
  readonly judgeMeasurement: (measurement: Measurement) => MeasuredSevereness;
};

/** The family of what Vigie says of a series that is not measured (behaviour 2.6). */
const monitoring = "monitoring";
/** 0.1 point, with room for the sender's own rounding noise. */
const differsBeyondPoints = 0.1 + 1e-9;

const at = (severity: Severity): Verdict => ({ kind: "severity", severity });
const warning = at("warning");
const healthy: Verdict = { kind: "healthy" };
const single = { inARow: 1, recoverAfter: 1 };

/** Compiles `severity:`. */
export function compileSeverity(document: PolicyDocument, text: PolicyText, book: FaultBook): SeverityRules {
  const written = document.severity ?? {};
  const rows = compileThresholds(written.thresholds ?? [], text, book);
  const labels = compileSeverityLabels(written.labels, text, book);
  const place = written.otherwise ? text.place(["severity", "otherwise"]) : undefined;
  const otherwise: Severeness = {
    verdict: at(written.otherwise ?? "warning"),
    reason: place ? { kind: "otherwise", place } : { kind: "otherwise" },
  };

  const judgeMeasurement = (measurement: Measurement): MeasuredSevereness => {
    const { metric, lateSince } = measurement;
    const reason = notMeasured(measurement);
    if (reason) {
      // The sender's word is kept with its series, among the values; what Vigie makes of it is an incident of its own.
      const family = lateSince === undefined ? (rows.get(metric)?.[0]?.family ?? metric) : monitoring;
      return { verdict: warning, reason, figure: { measure: "value" }, ...single, family };
    }
    const judged = judgeByRows(measurement, rows);
    if (judged) {
      const { row, verdict, reason } = judged;
      const { family, inARow, recoverAfter, about } = row;
      const figure = figureOf(measurement, row.measure);
      const severeness = heldByRole(measurement, { verdict, reason });
      return { ...severeness, family, figure, inARow, recoverAfter, ...(about ? { about } : {}) };
    }
    const severeness = bySender(measurement, labels.meaningOf, otherwise);
    const figure = figureOf(measurement, senderMeasure(measurement));
    return { ...heldByRole(measurement, severeness), family: metric, figure, ...single };
  };

  return { judgeAlert: (subject) => own(subject) ?? labels.judge(subject) ?? otherwise, judgeMeasurement };
}

/** Vigie's own incidents are WARNING, whatever anybody sends in its name says (protocol 3.5). */
function own({ alert }: Subject): Severeness | undefined {
  return alert.source === "vigie" ? { verdict: warning, reason: { kind: "own" } } : undefined;
}

/** Why something is said to be not measured: it is late, or its sender says so (behaviour 2.6). */
function notMeasured({ status, metric, lateSince }: Measurement): SeverityReason | undefined {
  if (lateSince !== undefined) return { kind: "late", metric, since: lateSince };
  return status === "no_data" || status === "error" ? { kind: "sender-status", value: status } : undefined;
}

/** Where no row judges: the sender's `ok`, else its threshold, else its word for the severity (behaviour 2.3). */
function bySender(
  { metric, value, status, threshold, direction, severityHint }: Measurement,
  meaningOf: (word: string) => Severity | undefined,
  otherwise: Severeness,
): Severeness {
  if (status === "ok") return { verdict: healthy, reason: { kind: "sender-status", value: status } };
  const hinted = severityHint ? meaningOf(severityHint) : undefined;
  if (threshold !== undefined && direction && value !== undefined) {
    const past = direction === "lower_is_worse" ? value < threshold : value > threshold;
    const verdict = past ? (hinted ? at(hinted) : otherwise.verdict) : healthy;
    return { verdict, reason: { kind: "sender-threshold", metric, figure: value, threshold } };
  }
  if (!severityHint) return otherwise;
  const reason: SeverityReason = hinted
    ? { kind: "sender-hint", value: severityHint }
    : { kind: "unknown-label", label: "severity", value: severityHint };
  return { verdict: hinted ? at(hinted) : warning, reason };
}

/** A challenger, a canary and a shadow never go above WARNING (behaviour 2.5). */
function heldByRole({ role }: Measurement, severeness: Severeness): Severeness {
  const { verdict } = severeness;
  if (!role || role === "champion" || verdict.kind !== "severity") return severeness;
  if (compareSeverity(verdict.severity, "warning") <= 0) return severeness;
  return { verdict: warning, reason: { kind: "role", role, from: verdict.severity } };
}

/** Which way the figure is read where no row says it: the sender's direction. */
function senderMeasure({ direction }: Measurement): Figure["measure"] {
  return direction === undefined ? "value" : direction === "lower_is_worse" ? "relative-drop" : "relative-rise";
}

function figureOf(measurement: Measurement, measure: Figure["measure"]): Figure {
  const degradation = degradationOf(measurement, measure);
  if (degradation === undefined) return { measure: "value" };
  const { degradationPct } = measurement;
  const differs = degradationPct !== undefined && Math.abs(degradationPct - degradation * 100) > differsBeyondPoints;
  return differs ? { measure, degradation, senderDiffers: true } : { measure, degradation };
}
