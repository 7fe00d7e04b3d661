import type { Answer } from "../acts.ts";
import { waitsForPeople } from "../endings.ts";
import { type Incident, isOpen } from "../incident.ts";
import type { ActRefusal } from "../reasons.ts";
import { refused } from "./act-decider.ts";

/** What must be recorded before an incident may end (U-10), its cause first; `undefined` where nothing is missing. */
export function unsettled(incident: Incident): Extract<ActRefusal, "needs-cause" | "needs-remediation"> | undefined {
  if (!isOpen(incident) || !waitsForPeople(incident)) return undefined;
  return incident.cause ? "needs-remediation" : "needs-cause";
}

/** Refuses to end what still wants its cause or its remediation recorded; `null` where nothing is missing. */
export function refusedUnsettled(incident: Incident): Answer | null {
  const missing = unsettled(incident);
  return missing === undefined ? null : refused(missing);
}
