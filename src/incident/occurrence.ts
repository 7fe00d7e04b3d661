import type { Alert } from "../alert/alert.ts";
import { compareSeverity, type Severity } from "../alert/severity.ts";
import type { JudgedAlert } from "./fact.ts";
import type { AlertRow, SeriesState } from "./incident.ts";

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

export type Occurrence = { readonly effect: Effect; readonly series?: SeriesState };

/** Where a series stands before its first measurement. */
const unmeasured: SeriesState = { lastTo: Number.NEGATIVE_INFINITY, bad: 0, good: 0 };

/**
 * Says what an alert does, from its own status alone (never its group's: protocol 5.2).
 *
 * @param row what is stored of its fingerprint in the incident at hand
 * @param series where its series stands, for a measurement
 * @param openAbove an incident above INFO is open, so that an INFO measurement opens nothing of its own
 */
export function occurrenceOf(
  judged: JudgedAlert,
  row: AlertRow | undefined,
  series: SeriesState | undefined,
  openAbove: boolean,
  now: number,
): Occurrence {
  return judged.alert.measurement
    ? measured(judged, judged.alert.measurement.windowTo, row, series ?? unmeasured, openAbove, now)
    : { effect: reported(judged, row, now) };
}

function reported({ alert, judgement: { verdict } }: JudgedAlert, row: AlertRow | undefined, now: number): Effect {
  if (verdict.kind === "drop") return { kind: "nothing" };
  const ended = alert.status === "resolved" || verdict.kind === "healthy";
  const severity = verdict.kind === "severity" ? verdict.severity : (row?.severity ?? "info");
  const tag = tagOf(alert, ended, severity);
  if (row?.tag === tag) return { kind: "repeat" };
  if (ended) {
    if (row?.status !== "firing") return { kind: row ? "repeat" : "nothing" };
    return alert.startsAt >= row.alert.startsAt
      ? { kind: "ends", row: { ...row, status: "resolved", tag, lastChangedAt: now, alert } }
      : { kind: "repeat" };
  }
  const next: AlertRow = {
    fingerprint: alert.fingerprint,
    status: "firing",
    severity,
    tag,
    firstSeenAt: row?.firstSeenAt ?? now,
    lastChangedAt: now,
    alert,
  };
  if (row?.status === "firing") {
    return alert.startsAt < row.alert.startsAt ? { kind: "repeat" } : { kind: "changes", row: next };
  }
  return {
    kind: "fires",
    row: next,
    refires: row !== undefined && row.alert.startsAt >= alert.startsAt,
    again: row !== undefined,
  };
}

function measured(
  { alert, judgement: { verdict, inARow, recoverAfter } }: JudgedAlert,
  windowTo: number,
  row: AlertRow | undefined,
  before: SeriesState,
  openAbove: boolean,
  now: number,
): Occurrence {
  if (verdict.kind === "drop") return { effect: { kind: "nothing" } };
  if (windowTo < before.lastTo) return { effect: { kind: row ? "repeat" : "nothing" } };
  const severity = verdict.kind === "severity" ? verdict.severity : undefined;
  const bad = severity !== undefined && severity !== "info";
  const series: SeriesState = {
    lastTo: windowTo,
    bad: bad ? before.bad + 1 : 0,
    good: bad ? 0 : before.good + 1,
  };
  const firing = row?.status === "firing" ? row : undefined;
  const begun = firing ? firing.alert.startsAt : alert.startsAt;
  const asRow = (status: AlertRow["status"], level: Severity): AlertRow => ({
    fingerprint: alert.fingerprint,
    status,
    severity: level,
    tag: tagOf(alert, status === "resolved", level),
    firstSeenAt: row?.firstSeenAt ?? now,
    lastChangedAt: now,
    alert: { ...alert, status, startsAt: begun },
  });
  const effect = (): Effect => {
    if (severity !== undefined && bad) {
      if (firing)
        return firing.tag === tagOf(alert, false, severity)
          ? { kind: "repeat" }
          : { kind: "changes", row: asRow("firing", severity) };
      return series.bad >= inARow
        ? { kind: "fires", row: asRow("firing", severity), refires: false, again: row !== undefined }
        : { kind: "nothing" };
    }
    if (firing && compareSeverity(firing.severity, "info") > 0) {
      return series.good >= recoverAfter
        ? { kind: "ends", row: asRow("resolved", firing.severity) }
        : { kind: "nothing" };
    }
    if (severity === "info") {
      if (firing)
        return firing.tag === tagOf(alert, false, severity)
          ? { kind: "repeat" }
          : { kind: "changes", row: asRow("firing", severity) };
      return openAbove
        ? { kind: "nothing" }
        : { kind: "fires", row: asRow("firing", severity), refires: false, again: row !== undefined };
    }
    return firing ? { kind: "ends", row: asRow("resolved", firing.severity) } : { kind: "nothing" };
  };
  return { effect: effect(), series };
}

/** Equal for messages that say the same: status, occurrence, band, and the figure that is shown (protocol 4.2). */
function tagOf(alert: Alert, ended: boolean, severity: Severity): string {
  if (alert.measurement)
    return `${ended ? "r" : "f"}|${severity}|${alert.measurement.value ?? ""}|${alert.model?.version ?? ""}`;
  const shown = ended ? 0 : fnv1a(alert.annotations.summary ?? alert.annotations.description ?? "");
  return `${ended ? "r" : "f"}|${alert.startsAt}|${severity}|${shown.toString(36)}`;
}

/** 32-bit FNV-1a: cheap, and only ever compared with the same alert's former text. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
