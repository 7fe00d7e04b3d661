import type { Alert } from "../alert/alert.ts";
import type { Measurement } from "../alert/measurement.ts";
import { isAbsent, lateAt } from "./series.ts";
import type { SeriesState } from "./series-state.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * What Vigie itself says of a series: that it is late or could not be measured, or that it is measured again. One alert
 * for each series, in family `monitoring`; said again, it changes nothing (behaviour 2.6).
 *
 * @param series the series' fingerprint
 * @param state where it stands; its labels say what the alert is about
 * @returns `null` where nothing was ever wrong with it and nothing is expected of it
 */
export function monitoringAlert(series: string, state: SeriesState, now: number): Alert | null {
  const { labels, lastTo, absentTo, absentAs, monitor, heardAt } = state;
  if (labels === undefined) return null;
  const absent = isAbsent(state);
  const isMissing = absent || now >= (lateAt(state) ?? Number.POSITIVE_INFINITY);
  const lateSince = lastTo > 0 ? lastTo : (absentTo ?? now);
  return {
    source: "drift",
    fingerprint: `${series}-monitoring`,
    status: isMissing ? "firing" : "resolved",
    name: labels.metric ?? "monitoring",
    labels,
    annotations: {},
    startsAt: lateSince,
    ...(isMissing ? {} : { endsAt: heardAt ?? now }),
    links: [],
    ...modelOf(labels),
    measurement: {
      ...measuredOf(labels),
      windowTo: lateSince,
      lateSince,
      ...(absent && absentAs !== undefined ? { status: absentAs } : {}),
      ...(monitor === undefined ? {} : { everyMs: monitor.everyMs }),
    },
  };
}

/** Some value of the series, to ask which group its values are in. */
export function someValueOf(series: string, labels: Labels, baseline: number | undefined): Alert {
  return {
    source: "drift",
    fingerprint: series,
    status: "firing",
    name: labels.metric ?? "",
    labels,
    annotations: {},
    startsAt: 0,
    links: [],
    ...modelOf(labels),
    measurement: { ...measuredOf(labels), windowTo: 0, value: 1, ...(baseline === undefined ? {} : { baseline }) },
  };
}

function modelOf({ model }: Labels): Pick<Alert, "model"> {
  return model === undefined ? {} : { model: { name: model } };
}

function measuredOf({ metric = "", segment }: Labels): Pick<Measurement, "metric" | "segment"> {
  return segment === undefined ? { metric } : { metric, segment };
}
