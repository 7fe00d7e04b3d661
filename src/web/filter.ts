import { type Severity, severities } from "../alert/severity.ts";
import { type Incident, isOpen, type Phase, phases } from "../incident/incident.ts";

/** Which incidents the list shows. `open` and `over` stand for all phases of their kind. */
export type Filter = { readonly severity?: Severity; readonly phase?: Phase | "open" | "over" };

/** Reads a filter from the query; words that nobody knows filter nothing. */
export function filterOf(query: Readonly<Record<string, string>>): Filter {
  const severity = severities.find((one) => one === query.severity);
  const phase = (["open", "over", ...phases] as const).find((one) => one === query.phase);
  return { ...(severity && { severity }), ...(phase && { phase }) };
}

export function matches(incident: Incident, { severity, phase }: Filter): boolean {
  if (severity !== undefined && incident.severity !== severity) return false;
  if (phase === "open" || phase === "over") return isOpen(incident) === (phase === "open");
  return phase === undefined || incident.phase === phase;
}
