import type { Alert } from "../alert/alert.ts";
import { compareSeverity } from "../alert/severity.ts";
import type { AlertRow, Incident, Lead } from "./incident.ts";
import type { Judgement } from "./judgement.ts";

/** Longest summary that an incident's record carries, in UTF-16 units; the rows keep the whole text. */
const summaryMax = 600;

/** What the card says of an alert, cut to what an incident's record may hold (16 KiB, protocol 8.3). */
export function leadOf(alert: Alert, said: Pick<Judgement, "figure" | "runbook">): Lead {
  const summary = alert.annotations.summary ?? alert.annotations.description;
  return {
    fingerprint: alert.fingerprint,
    name: alert.name.slice(0, 200),
    links: alert.links.slice(0, 6),
    ...(summary === undefined ? {} : { summary: summary.slice(0, summaryMax) }),
    ...(alert.model?.version === undefined ? {} : { modelVersion: alert.model.version }),
    ...(alert.measurement === undefined ? {} : { measurement: alert.measurement }),
    ...(said.figure === undefined ? {} : { figure: said.figure }),
    ...(said.runbook === undefined ? {} : { runbook: said.runbook }),
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
