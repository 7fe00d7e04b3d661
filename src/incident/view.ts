import type { Offer } from "./handler-ids.ts";
import type { AlertRow, Incident } from "./incident.ts";
import type { JournalEntry } from "./journal.ts";

/**
 * An incident as it is now, for whoever draws it: receivers, web, API and command line see the same (DESIGN 3).
 * `story` holds the journal entries that a thread tells, oldest first.
 */
export type IncidentView = {
  /** Its `lead` is the alert to speak of now (`leadNow`). */
  readonly incident: Incident;
  readonly number: number;
  readonly received: number;
  readonly lastReceivedAt: number;
  /** The first 20, firing first; `incident.firing + incident.resolved` is how many there are. */
  readonly alerts: readonly AlertRow[];
  readonly story: readonly JournalEntry[];
  /** Link to the incident on the dashboard; absent without `VIGIE_PUBLIC_URL`. */
  readonly dashboard?: string;
  /** Its buttons now, in order. */
  readonly offers: readonly Offer[];
  /** How each receiver mentions whoever is on call now; for new messages that ring alone, never for an edit. */
  readonly onCall?: Readonly<Record<string, string>>;
  /** How each receiver mentions a person whom the story calls: by the person's id, then by receiver. */
  readonly mentions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Any vendor is sandboxed: every card says so (protocol 12.1). */
  readonly sandbox: boolean;
};

/** The id that people say: `VIG-1042`. */
export function humanId(number: number): string {
  return `VIG-${number}`;
}
