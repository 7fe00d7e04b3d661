import { goOn } from "./go-on.ts";
import { createLook } from "./look.ts";
import type { Remediation, RemediationDeps } from "./remediation-deps.ts";

/** What acts on models: looks around for an incident, and goes on with what was begun (behaviour 7). */
export function createRemediation(deps: RemediationDeps): Remediation {
  return { look: createLook(deps), goOn: (incident) => goOn(incident, deps) };
}
