import type { Alert, AlertLink } from "../alert/alert.ts";
import type { Measurement } from "../alert/measurement.ts";
import { compareSeverity } from "../alert/severity.ts";
import { fitJson } from "./fit-json.ts";
import type { AlertRow, Incident, Lead } from "./incident.ts";
import type { Judgement } from "./judgement.ts";
import { reportedSeverity } from "./reported.ts";

/** What of an alert an incident's record carries, in bytes of JSON; the rows keep the whole texts. */
const leadBounds = { name: 300, summary: 900, links: 1_800, word: 150 } as const;

/** What the card says of an alert, cut to what an incident's record may hold (16 KiB, protocol 8.3). */
export function leadOf(alert: Alert, said: Pick<Judgement, "figure" | "runbook">): Lead {
  const summary = toldBy(alert);
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

/** An alert without a measurement is told by its `summary`, else by its `description` (behaviour 1). */
export function toldBy({ annotations: { summary, description } }: Pick<Alert, "annotations">): string | undefined {
  return summary || description || undefined;
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
  const { features: _features, featuresInAll: _inAll, ...kept } = measurement;
  const { metric, segment, severityHint } = kept;
  return {
    ...kept,
    metric: fitJson(metric, leadBounds.word),
    ...(segment === undefined ? {} : { segment: fitJson(segment, leadBounds.word) }),
    ...(severityHint === undefined ? {} : { severityHint: fitJson(severityHint, leadBounds.word) }),
  };
}

/**
 * Whether an alert that fires or changes speaks for its incident from now on: the one that does already, one that is
 * worse, or one as bad as the incident when the one that spoke has ended.
 */
export function takesTheLead(
  { fingerprint, severity }: Pick<AlertRow, "fingerprint" | "severity">,
  incident: Incident,
): boolean {
  const { lead } = incident;
  const order = compareSeverity(severity, reportedSeverity(incident));
  return order > 0 || (lead.over ? order === 0 : lead.fingerprint === fingerprint);
}

/** The incident after the end of one of its alerts: the one that speaks for it may be over. */
export function withoutLead(incident: Incident, { fingerprint }: Pick<AlertRow, "fingerprint">): Incident {
  if (incident.lead.fingerprint !== fingerprint) return incident;
  return { ...incident, lead: { ...incident.lead, over: true } };
}

/**
 * The alert to speak of now. The lead of the record may have ended while others still fire; then the worst of the
 * firing ones in sight speaks for the incident, with the runbook where it is the same trouble: an alert of the same name,
 * or a measurement of the same family.
 */
export function leadNow({ lead }: Incident, alerts: readonly AlertRow[]): Lead {
  const isOver = lead.over || alerts.some((row) => row.fingerprint === lead.fingerprint && row.status === "resolved");
  const firing = alerts
    .filter((row) => row.status === "firing")
    .reduce<AlertRow | undefined>(
      (worst, row) => (worst && compareSeverity(worst.severity, row.severity) >= 0 ? worst : row),
      undefined,
    );
  if (!isOver || !firing) return lead;
  const { alert, figure } = firing;
  const isSame = alert.name === lead.name || (alert.measurement !== undefined && lead.measurement !== undefined);
  return leadOf(alert, {
    ...(figure === undefined ? {} : { figure }),
    ...(isSame && lead.runbook !== undefined ? { runbook: lead.runbook } : {}),
  });
}
