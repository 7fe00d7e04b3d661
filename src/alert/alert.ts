import type { Measurement } from "./measurement.ts";

/** What a fingerprint begins with that Vigie made of the labels, for a sender that gives none; nobody else knows it. */
export const madeOfLabels = "labels-";

/** Kinds of link that a sender can give; the order is the order on the card. */
export const linkKinds = ["runbook", "dashboard", "query", "report", "source"] as const;
export type LinkKind = (typeof linkKinds)[number];

/** A link that a sender gave. `url` is http or https, user info, path and query masked. */
export type AlertLink = { readonly kind: LinkKind; readonly url: string };

/** Which model an alert speaks of, as far as the sender says. */
export type ModelRef = { readonly name: string; readonly version?: string };

/** `firing` while the trouble lasts, `resolved` when the sender says that it is over. */
export type AlertStatus = "firing" | "resolved";

/**
 * One normalised fact from one sender (DESIGN 4). Every string in it is masked already: sources mask at the door.
 * Labels are what routing matches; annotations are words for people.
 */
export type Alert = {
  /** Kind of sender: `alertmanager`, `drift`, `vigie`. What `source` means in a matcher. */
  readonly source: string;
  /** Identifies the alert at its sender; the sender's own where it gives one, kept as sent, else `madeOfLabels`. */
  readonly fingerprint: string;
  readonly status: AlertStatus;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, by the sender's clock. Begins the occurrence (protocol 5.1). */
  readonly startsAt: number;
  /** Milliseconds since the epoch, by the sender's clock; absent while firing. */
  readonly endsAt?: number;
  readonly links: readonly AlertLink[];
  readonly model?: ModelRef;
  /** Set for drift: the alert is one value of one series (behaviour 2). */
  readonly measurement?: Measurement;
  /** The sender's own grouping, used where neither service nor model is known (behaviour 1). */
  readonly senderGroup?: string;
  /** The sender's id of this very message; the same id takes effect once (protocol 4.4). */
  readonly senderId?: string;
  /** Who caused it, as the journal names actors; only what Vigie says of itself names anybody (U-06). */
  readonly by?: string;
};
