import type { Answer } from "../acts.ts";
import { waitsForPeople } from "../endings.ts";
import { type Incident, isOpen } from "../incident.ts";
import { refused } from "./act-decider.ts";

/** Refuses to end what still wants its cause or its remediation recorded (U-10); `null` where nothing is missing. */
export function refusedUnsettled(incident: Incident): Answer | null {
  if (!isOpen(incident) || !waitsForPeople(incident)) return null;
  return refused(incident.cause ? "needs-remediation" : "needs-cause");
}
