import type { Incident } from "./incident/incident.ts";

/** Joins what acts on models with the store, the policy in force and the door for what it learns (DESIGN 3). */
export type RemediationService = {
  readonly look: (incident: Incident) => Promise<number | null>;
  readonly goOn: (incident: Incident) => Promise<number | null>;
};

export function createRemediationService(): RemediationService {
  return { look: async () => null, goOn: async () => null };
}
