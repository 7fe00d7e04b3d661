import type { EntryKind } from "../entry-kinds.ts";
import { isDrill } from "../fire-drill.ts";
import { type Incident, isOpen } from "../incident.ts";

/** What begins, gets worse, comes back or was done about it makes it worth looking around. */
const asking: ReadonlySet<EntryKind> = new Set<EntryKind>([
  "opened",
  "severity",
  "severity-by-hand",
  "reopened",
  "reopened-by-hand",
  "fires-again",
  "unsilenced",
  "silence-over",
  "action-failed",
  "action-verdict",
  "action-held",
  "action-declined",
  "action-done",
]);

/** Whether an entry asks for a look at what changed and what could be done. */
export function asksOutlook(incident: Incident, kind: EntryKind): boolean {
  return asking.has(kind) && isOpen(incident) && isLookedAround(incident);
}

/** Above INFO, or where something was proposed above it; of what has a service or a model. */
export function isLookedAround(incident: Incident): boolean {
  const { severity, proposal, identity } = incident;
  if (severity === "info" && proposal === undefined) return false;
  const { service, model } = identity;
  return (service !== undefined || model !== undefined) && !isDrill(incident);
}

/** Whether what it is about was measured anew: the guards of what could be done go by the newest window (behaviour 7). */
export function seesNewWindow(before: Incident | null, { uid, plans, lead }: Incident): boolean {
  if (plans === undefined || before?.uid !== uid) return false;
  return lead.measurement?.windowTo !== before.lead.measurement?.windowTo;
}
