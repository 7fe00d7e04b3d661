import type { HandlerId, Look } from "../incident/handler-ids.ts";
import { type Incident, isOpen, lasts } from "../incident/incident.ts";

/**
 * What an incident wants next (requirements C.2): somebody who has it, a judgement, users who are safe, a cause, a
 * remediation, an end. Its button is the primary one (cards 4).
 */
export function suggested(incident: Incident): HandlerId | undefined {
  if (!isOpen(incident)) return undefined;
  if (lasts(incident)) {
    if (!incident.acknowledged) return "acknowledge";
    if (!incident.judged) return "real";
    if (!incident.mitigated) return "mitigated";
  }
  if (!incident.cause) return "cause";
  return incident.remediation ? "resolve" : "remediation";
}

/** Primary where it is what the incident wants next. */
export function lookOf(id: HandlerId): (incident: Incident) => Look {
  return (incident) => (suggested(incident) === id ? "primary" : "plain");
}
