import type { Measurement } from "../alert/measurement.ts";
import { compareSeverity, type Severity } from "../alert/severity.ts";
import type { JudgedAlert } from "./fact.ts";
import type { SeriesState, SeriesWindow } from "./series-state.ts";

/** Where a series stands before its first measurement. */
export const unmeasured: SeriesState = { lastTo: 0, bad: 0, good: 0 };

/** What a message about absence may carry of labels, in UTF-16 units; the event's own fields stand first. */
const labelsMaxUnits = 2_048;

type Runs = SeriesWindow["before"];

/**
 * Where a series stands after a measurement. One of the same window corrects the last and adds nothing to a row; where
 * its features come one by one, the window counts as the worst of them did.
 */
export function seriesAfter(
  before: SeriesState,
  judged: JudgedAlert,
  measurement: Measurement,
  now: number,
): SeriesState {
  const { windowTo } = measurement;
  const { monitor } = judged.judgement;
  const known = windowTo === before.lastTo ? before.window?.before : before;
  const isAbsent = before.absentTo !== undefined && before.absentTo > windowTo;
  const isWatched = monitor !== undefined || before.labels !== undefined;
  const runs = runsAfter(known ?? before, known === undefined ? 0 : 1, judged);
  return {
    lastTo: windowTo,
    ...runs,
    ...healthyAfter(known ?? before, runs, windowTo),
    heardAt: now,
    ...(isAbsent ? { absentTo: before.absentTo, absentAs: before.absentAs ?? "no_data" } : {}),
    ...(monitor === undefined ? {} : { monitor }),
    ...(isWatched ? { labels: labelsThatFit(judged) } : {}),
    ...(measurement.features === undefined ? {} : { window: windowOf(known ?? before, judged, measurement) }),
  };
}

/** Where it stands after a `no_data` or `error`; as before unless its window is newer than all that is known. */
export function seriesAfterAbsence(before: SeriesState, judged: JudgedAlert, measurement: Measurement): SeriesState {
  const { windowTo, status } = measurement;
  if (windowTo <= Math.max(before.lastTo, before.absentTo ?? 0)) return before;
  const { monitor } = judged.judgement;
  return {
    ...before,
    absentTo: windowTo,
    absentAs: status === "error" ? "error" : "no_data",
    labels: labelsThatFit(judged),
    ...(monitor === undefined ? {} : { monitor }),
  };
}

/** One series that two groups remember: the newest of what each was told, and what was told last of the rest. */
export function newestOf(one: SeriesState, other: SeriesState): SeriesState {
  const [before, last] = (one.heardAt ?? 0) > (other.heardAt ?? 0) ? [other, one] : [one, other];
  const { absentTo, absentAs } = (one.absentTo ?? 0) > (other.absentTo ?? 0) ? one : other;
  const { absentTo: _to, absentAs: _as, ...rest } = last;
  const healthyTo = Math.max(one.healthyTo ?? 0, other.healthyTo ?? 0);
  return {
    ...rest,
    ...(healthyTo === 0 ? {} : { healthyTo }),
    lastTo: Math.max(one.lastTo, other.lastTo),
    ...(absentTo === undefined ? {} : { absentTo }),
    ...(absentAs === undefined ? {} : { absentAs }),
    ...(rest.labels === undefined && before.labels !== undefined ? { labels: before.labels } : {}),
  };
}

/** When a monitored series is late, in ms since the epoch; `undefined` for one that is not monitored. */
export function lateAt({ lastTo, monitor }: SeriesState): number | undefined {
  return monitor && lastTo + monitor.everyMs + monitor.graceMs + monitor.labelsDelayMs;
}

/** Whether a `no_data` or `error` is newer than the newest value; a value of the same window wins. */
export function isAbsent({ lastTo, absentTo }: SeriesState): boolean {
  return absentTo !== undefined && absentTo > lastTo;
}

/** The worst level that so many measurements in a row reached (C-15); `null` when it is none above INFO. */
export function settledLevel(level: Severity, series: SeriesState, inARow: number): Severity | null {
  if (inARow <= 1) return level;
  const runs = { urgent: series.urgent ?? 0, critical: series.critical ?? 0, warning: series.bad } as const;
  return (["urgent", "critical", "warning"] as const).find((one) => runs[one] >= inARow) ?? null;
}

function runsAfter(before: Runs, step: 0 | 1, { judgement: { verdict, inARow } }: JudgedAlert): Runs {
  const level = verdict.kind === "severity" ? verdict.severity : "info";
  const run = (reached: boolean, length = 0) => (reached ? Math.max(1, length + step) : 0);
  const reaches = (least: Severity) => compareSeverity(level, least) >= 0;
  return {
    bad: run(reaches("warning"), before.bad),
    good: run(!reaches("warning"), before.good),
    ...(inARow > 1
      ? { critical: run(reaches("critical"), before.critical), urgent: run(reaches("urgent"), before.urgent) }
      : {}),
  };
}

/** A window that was taken for healthy and is corrected was not; which was before it is known no longer. */
function healthyAfter({ healthyTo }: Runs, { good }: Runs, windowTo: number): Pick<SeriesState, "healthyTo"> {
  if (good > 0) return { healthyTo: windowTo };
  return healthyTo === undefined || healthyTo >= windowTo ? {} : { healthyTo };
}

function windowOf(
  { bad, good, critical, urgent, healthyTo }: Runs,
  { judgement }: JudgedAlert,
  measurement: Measurement,
) {
  const { verdict, reason, figure } = judgement;
  const before = {
    bad,
    good,
    ...(critical === undefined ? {} : { critical }),
    ...(urgent === undefined ? {} : { urgent }),
    ...(healthyTo === undefined ? {} : { healthyTo }),
  };
  return { before, measurement, judged: { verdict, reason, ...(figure === undefined ? {} : { figure }) } };
}

function labelsThatFit({ alert: { labels } }: JudgedAlert): Readonly<Record<string, string>> {
  let units = 0;
  const kept = Object.entries(labels).filter(([name, value]) => {
    units += name.length + value.length;
    return units <= labelsMaxUnits;
  });
  return Object.fromEntries(kept);
}
