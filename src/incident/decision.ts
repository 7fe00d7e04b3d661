import type { Answer } from "./acts.ts";
import type { AlertRow, Group, Incident, KnownRow } from "./incident.ts";
import type { JournalEntry } from "./journal.ts";
import type { MarkRequest } from "./mark.ts";

/** What is known of a group when facts for it are decided. */
export type Known = {
  readonly groupId: string;
  readonly groupKey: string;
  readonly group: Group | null;
  /** The incident that the facts are about: the newest of the group, or the one that a fact names. */
  readonly incident: Incident | null;
  /** Alerts received for the incident so far, repeats included. */
  readonly received: number;
  /** Rows of the incident for the facts' fingerprints, all rows where a person ends it; those that do not exist are absent. */
  readonly alerts: ReadonlyMap<string, KnownRow>;
  /** Sender ids among the facts' that took effect before. */
  readonly known: ReadonlySet<string>;
};

/** What the core is given instead of asking for it. */
export type Moment = {
  readonly now: number;
  /** 128 random bits in hex, for an incident that opens. */
  readonly newUid: () => string;
  /** Whether a channel shows so many open incidents that counters must wait longer (protocol 8.2). */
  readonly isCrowded?: (destination: string) => boolean;
};

/**
 * What becomes of facts: nothing, repeats to be counted without reading (protocol 4.2), or a change of the group with
 * its incident, journal entries and marks, to be committed in one step.
 */
export type Decision = {
  /** What each fact came to, in their order, `null` where nobody waits for it; absent where nobody does for any. */
  readonly answers?: readonly (Answer | null)[];
} & (
  | { readonly kind: "nothing" }
  | {
      readonly kind: "count";
      readonly uid: string;
      readonly items: readonly { readonly fingerprint: string; readonly tag: string; readonly times: number }[];
      readonly marks: readonly MarkRequest[];
      readonly senderIds: readonly string[];
    }
  | {
      readonly kind: "change";
      readonly group: Group;
      readonly incident: Incident | null;
      readonly opens: boolean;
      readonly entries: readonly JournalEntry[];
      readonly alerts: readonly AlertRow[];
      readonly received: number;
      readonly marks: readonly MarkRequest[];
      readonly senderIds: readonly string[];
    }
);
