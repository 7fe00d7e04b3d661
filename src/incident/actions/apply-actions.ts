import type { Incident } from "../incident.ts";
import type { ActionEntryData } from "./action-entries.ts";

/** Kinds that tell what changed, what could be done and what was. */
export type ActionEntryKind = keyof ActionEntryData;

type Applied<K extends ActionEntryKind> = (incident: Incident, data: ActionEntryData[K], at: number) => Incident;

const same = (incident: Incident): Incident => incident;

/** What such an entry does to the incident. */
export const appliedActions: { readonly [K in ActionEntryKind]: Applied<K> } = {
  changes: same,
  planned: same,
  "action-proposed": same,
  "action-asked": same,
  "action-approval-due": same,
  "action-approved": same,
  "action-declined": same,
  "action-started": same,
  "action-begun": same,
  "action-held": same,
  "action-hurried": same,
  "action-step": same,
  "action-serving": same,
  "action-done": same,
  "action-failed": same,
  "action-verdict": same,
};
