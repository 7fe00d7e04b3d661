import type { Alert, AlertLink } from "../alert/alert.ts";
import type { Measurement } from "../alert/measurement.ts";
import { compareSeverity } from "../alert/severity.ts";
import { fitJson } from "./fit-json.ts";
import type { AlertRow, Incident, Lead } from "./incident.ts";
import type { Judgement } from "./judgement.ts";

/** What of an alert an incident's record carries, in bytes of JSON; the rows keep the whole texts. */
const leadBounds = { name: 300, summary: 900, links: 1_800, word: 150 } as const;

/** What the card says of an alert, cut to what an incident's record may hold (16 KiB, protocol 8.3). */
export function leadOf(alert: Alert, said: Pick<Judgement, "figure" | "runbook">): Lead {
  const summary = alert.annotations.summary ?? alert.annotations.description;
  return {
    fingerprint: alert.fingerprint,
    name: fitJson(alert.name, leadBounds.name),
    links: linksThatFit(alert.links),
    ...(summary === undefined ? {} : { summary: fitJson(summary, leadBounds.summary) }),
    ...(alert.model?.version === undefined ? {} : { modelVersion: fitJson(alert.model.version, leadBounds.word) }),
    ...(alert.measurement === undefined ? {} : { measurement: measurementThatFits(alert.measurement) }),
    ...(said.figure === undefined ? {} : { figure: said.figure }),
    ...(said.runbook === undefined ? {} : { runbook: said.runbook }),
  };
}

/** Links are kept whole or not at all: one that is cut leads nowhere. */
function linksThatFit(links: readonly AlertLink[]): readonly AlertLink[] {
  let bytes = 0;
  return links.filter(({ url }) => {
    const fits = bytes + url.length <= leadBounds.links;
    if (fits) bytes += url.length;
    return fits;
  });
}

function measurementThatFits(measurement: Measurement): Measurement {
  const { metric, segment, severityHint } = measurement;
  return {
    ...measurement,
    metric: fitJson(metric, leadBounds.word),
    ...(segment === undefined ? {} : { segment: fitJson(segment, leadBounds.word) }),
    ...(severityHint === undefined ? {} : { severityHint: fitJson(severityHint, leadBounds.word) }),
  };
}

/**
 * The alert to speak of now. The lead of the record may have ended while others still fire; then the worst of the
 * firing ones in sight speaks for the incident.
 */
export function leadNow(incident: Incident, alerts: readonly AlertRow[]): Lead {
  const { lead } = incident;
  const own = alerts.find((row) => row.fingerprint === lead.fingerprint);
  const firing = alerts
    .filter((row) => row.status === "firing")
    .reduce<AlertRow | undefined>(
      (worst, row) => (worst && compareSeverity(worst.severity, row.severity) >= 0 ? worst : row),
      undefined,
    );
  if (own?.status !== "resolved" || !firing) return lead;
  return leadOf(firing.alert, lead.runbook === undefined ? {} : { runbook: lead.runbook });
}
