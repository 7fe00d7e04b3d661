import type { Incident } from "../incident/incident.ts";
import type { ActRefusal } from "../incident/reasons.ts";

/** What a full life cycle wants before it may end (U-10); a short one wants nothing. */
export function unfinished({ lifecycle, cause, remediation }: Incident): ActRefusal | undefined {
  if (lifecycle !== "full") return undefined;
  if (!cause) return "needs-cause";
  return remediation ? undefined : "needs-remediation";
}
