import { compareSeverity } from "../alert/severity.ts";
import type { Incident } from "../incident/incident.ts";
import type { IncidentView } from "../incident/view.ts";
import type { Destination } from "../policy/destination.ts";

/**
 * Whom a new message that rings mentions here (behaviour 4): whoever is on call by the schedule, else what the policy says
 * of the destination. One that stands in
 * for a page that is not configured calls people only where that page would have: from CRITICAL up, and not in an
 * environment that pages nobody.
 */
export function mentionOf({ incident, onCall }: IncidentView, to: Destination): string | undefined {
  const mention = onCall?.[to.receiver] ?? to.mention;
  if (!to.standsIn) return mention;
  const wouldPage = compareSeverity(incident.severity, "critical") >= 0 && incident.pageWithheld === undefined;
  return wouldPage ? mention : undefined;
}

/** Whether the first message about an incident rings: from CRITICAL up (behaviour 4). */
export function firstRings(incident: Incident): boolean {
  return compareSeverity(incident.severity, "critical") >= 0;
}
