import type { Alert } from "../../alert/alert.ts";
import type { Severity } from "../../alert/severity.ts";
import { reportName } from "../../incident/report-name.ts";

/** What somebody reports. */
export type Reported = {
  readonly service: string;
  readonly environment: string;
  readonly severity: Severity;
  readonly what: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/**
 * A person's report as an alert, routed as any other. Reports of one service and environment are one alert, so that a
 * second joins the first. No source ends it: people do, by resolving or closing the incident.
 */
export function reportAlert({ service, environment, severity, what, at }: Reported): Alert {
  return {
    source: "report",
    fingerprint: JSON.stringify([service, environment, reportName]),
    status: "firing",
    name: reportName,
    labels: { alertname: reportName, service, environment, severity },
    annotations: { summary: what },
    startsAt: at,
    links: [],
  };
}
