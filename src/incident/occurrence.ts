import type { Alert, AlertStatus } from "../alert/alert.ts";
import type { Measurement } from "../alert/measurement.ts";
import type { Severity } from "../alert/severity.ts";
import type { JudgedAlert } from "./fact.ts";
import { fnv1a } from "./fnv1a.ts";
import type { AlertRow, KnownRow } from "./incident.ts";
import { toldBy } from "./lead.ts";
import { seriesAfter, seriesAfterAbsence, settledLevel, unmeasured } from "./series.ts";
import type { SeriesState } from "./series-state.ts";

/**
 * What one alert does to what is known of its fingerprint (protocol 5, behaviour 2).
 * - `repeat`: says what is known already; it is counted.
 * - `nothing`: no effect at all; its series may still move on.
 * - `fires`: an occurrence begins. `again`: the incident had one of this fingerprint before; `refires`: it is the very one
 *   that was resolved (protocol 5.2).
 * - `changes`: the occurrence goes on, but differently.
 * - `ends`: the occurrence is over.
 */
export type Effect =
  | { readonly kind: "repeat" | "nothing" }
  | { readonly kind: "fires"; readonly row: AlertRow; readonly refires: boolean; readonly again: boolean }
  | { readonly kind: "changes" | "ends"; readonly row: AlertRow };

/** An occurrence that begins. */
export type Fires = Extract<Effect, { readonly kind: "fires" }>;

const nothing = { kind: "nothing" } as const;

export type Occurrence = { readonly effect: Effect; readonly series?: SeriesState };

/**
 * Says what an alert does, from its own status alone (never its group's: protocol 5.2).
 *
 * @param row what is stored of its fingerprint in the incident at hand
 * @param series where its series stands, for a measurement
 * @param openAbove an incident above INFO is open, so that an INFO measurement opens nothing of its own
 */
export function occurrenceOf(
  judged: JudgedAlert,
  row: KnownRow | undefined,
  series: SeriesState | undefined,
  openAbove: boolean,
  now: number,
): Occurrence {
  const { measurement } = judged.alert;
  if (!measurement) return { effect: reported(judged, row, now) };
  if (measurement.lateSince !== undefined) return { effect: monitored(judged, row, now) };
  const before = series ?? unmeasured;
  if (measurement.value === undefined) {
    const after = seriesAfterAbsence(before, judged, measurement);
    return after === before ? { effect: nothing } : { effect: nothing, series: after };
  }
  return figured(measured(judged, measurement, row, before, openAbove, now), judged);
}

/** Vigie's own word about a series that is late or absent; it says so again and again, and only a change counts. */
function monitored({ alert, judgement: { verdict } }: JudgedAlert, row: KnownRow | undefined, now: number): Effect {
  if (verdict.kind !== "severity") return nothing;
  const wasFiring = row?.status === "firing";
  if (alert.status === "resolved")
    return wasFiring ? { kind: "ends", row: rowOf(alert, "resolved", row.severity, row, now) } : nothing;
  const begun = wasFiring ? { ...alert, startsAt: row.startsAt } : alert;
  const next = rowOf(begun, "firing", verdict.severity, row, now);
  if (!wasFiring) return { kind: "fires", row: next, refires: false, again: row !== undefined };
  return next.tag === row.tag ? nothing : { kind: "changes", row: next };
}

function reported({ alert, judgement: { verdict } }: JudgedAlert, row: KnownRow | undefined, now: number): Effect {
  if (verdict.kind === "drop") return { kind: "nothing" };
  const ended = alert.status === "resolved" || verdict.kind === "healthy";
  const severity = verdict.kind === "severity" ? verdict.severity : (row?.severity ?? "info");
  const next = rowOf(alert, ended ? "resolved" : "firing", severity, row, now);
  if (!row) return ended ? { kind: "nothing" } : { kind: "fires", row: next, refires: false, again: false };
  const late = alert.startsAt < row.startsAt;
  if (late || row.tag === next.tag || (ended && row.status === "resolved")) return { kind: "repeat" };
  if (ended) return { kind: "ends", row: next };
  if (row.status === "firing") return { kind: "changes", row: next };
  return { kind: "fires", row: next, refires: row.startsAt === alert.startsAt, again: true };
}

function measured(
  judged: JudgedAlert,
  measurement: Measurement,
  row: KnownRow | undefined,
  before: SeriesState,
  openAbove: boolean,
  now: number,
): Occurrence {
  if (judged.judgement.verdict.kind === "drop") return { effect: nothing };
  if (measurement.windowTo < before.lastTo) return { effect: row ? { kind: "repeat" } : nothing };
  const series = seriesAfter(before, judged, measurement, now);
  return { effect: effectOfMeasurement(judged, row, series, openAbove, now), series };
}

/** A row keeps how its measurement was read. */
function figured(occurrence: Occurrence, { judgement: { figure } }: JudgedAlert): Occurrence {
  const { effect } = occurrence;
  if (figure === undefined || !("row" in effect)) return occurrence;
  return { ...occurrence, effect: { ...effect, row: { ...effect.row, figure } } };
}

/** A measurement at WARNING or above begins or goes on; INFO and health recover; INFO alone is a row of its own. */
function effectOfMeasurement(
  { alert, judgement: { verdict, inARow, recoverAfter } }: JudgedAlert,
  row: KnownRow | undefined,
  series: SeriesState,
  openAbove: boolean,
  now: number,
): Effect {
  const firing = row?.status === "firing" ? row : undefined;
  const level = verdict.kind === "severity" ? verdict.severity : null;
  const begun = firing ? { ...alert, startsAt: firing.startsAt } : alert;
  const goesOn = (severity: Severity): Effect => {
    const next = rowOf(begun, "firing", severity, row, now);
    return next.tag === row?.tag ? { kind: "repeat" } : { kind: "changes", row: next };
  };
  const begins = (severity: Severity): Effect => ({
    kind: "fires",
    row: rowOf(begun, "firing", severity, row, now),
    refires: false,
    again: row !== undefined,
  });
  const ends = (severity: Severity): Effect => ({ kind: "ends", row: rowOf(begun, "resolved", severity, row, now) });

  if (level !== null && level !== "info") {
    const settled = settledLevel(level, series, inARow);
    if (firing) return goesOn(settled ?? firing.severity);
    return settled ? begins(settled) : { kind: "nothing" };
  }
  if (firing && firing.severity !== "info")
    return series.good >= recoverAfter ? ends(firing.severity) : { kind: "nothing" };
  if (level === "info") {
    if (firing) return goesOn(level);
    return openAbove ? { kind: "nothing" } : begins(level);
  }
  return firing ? ends(firing.severity) : { kind: "nothing" };
}

/** What is stored of an alert in a state. */
export function rowOf(
  alert: Alert,
  status: AlertStatus,
  severity: Severity,
  before: KnownRow | undefined,
  now: number,
): AlertRow {
  return {
    fingerprint: alert.fingerprint,
    status,
    severity,
    tag: tagOf(alert, status === "resolved", severity),
    firstSeenAt: before?.firstSeenAt ?? now,
    lastChangedAt: now,
    alert: alert.status === status ? alert : { ...alert, status },
  };
}

/** Equal for messages that say the same: status, occurrence, band, and the figure that is shown (protocol 4.2). */
function tagOf(alert: Alert, ended: boolean, severity: Severity): string {
  const status = ended ? "r" : "f";
  const { measurement } = alert;
  if (measurement?.lateSince !== undefined)
    return `${status}|${severity}|${measurement.lateSince}|${measurement.status ?? ""}`;
  if (measurement) return `${status}|${severity}|${shownFigure(measurement)}|${alert.model?.version ?? ""}`;
  const shown = ended ? 0 : fnv1a(toldBy(alert) ?? "");
  return `${status}|${alert.startsAt}|${severity}|${shown.toString(36)}`;
}

/** What the card shows of a measurement: its value and its features. */
function shownFigure({ value, features = [] }: Measurement): string {
  if (features.length === 0) return `${value ?? ""}`;
  return `${value ?? ""} ${fnv1a(JSON.stringify(features)).toString(36)}`;
}
