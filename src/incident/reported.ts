import { compareSeverity, type Severity, worstSeverity } from "../alert/severity.ts";
import type { Incident } from "./incident.ts";

type Judged = Pick<Incident, "severity" | "reported">;

/** What alerts made of an incident, whatever people say of it: counts and recoveries go by it. */
export function reportedSeverity({ severity, reported }: Judged): Severity {
  return reported ?? severity;
}

/** Whether an alert raises an incident: it is worse than what it was, and than what a person judged (protocol 5.5). */
export function raises(severity: Severity, incident: Judged): boolean {
  return compareSeverity(severity, worstSeverity(incident.severity, reportedSeverity(incident))) > 0;
}

/** At which severity an alert owes something: a person's lowering holds down what is no worse than what they judged. */
export function heldDown(severity: Severity, incident: Judged): Severity {
  return raises(severity, incident) || compareSeverity(severity, incident.severity) < 0 ? severity : incident.severity;
}
