import type { Severity } from "../alert/severity.ts";
import type { Identity } from "./identity.ts";
import type { Deadline, Phase } from "./incident.ts";
import type { Owed, SeverityReason } from "./judgement.ts";

/** Why somebody must be woken (protocol 3.2). */
export type PageCause = "first-paging-severity" | "reopened";

/**
 * What `decide` writes into the journal in this version, by kind. Readers keep kinds that they do not know untouched
 * (protocol 10.3).
 */
export type EntryData = {
  opened: {
    identity: Identity;
    groupKey: string;
    source: string;
    severity: Severity;
    reason: SeverityReason;
    fingerprint: string;
    name: string;
    service?: string;
    model?: string;
    environment: string;
    owed: Owed[];
    deadlines: Deadline[];
    reopenWindowMs: number;
    pageWithheld?: "environment";
    policy: string;
  };
  /** Alerts that joined, began again or ended in one commit; at most 20 named, the rest counted. */
  alerts: {
    fired: string[];
    firedCount: number;
    ended: string[];
    endedCount: number;
    /** Those that go on with another figure, summary or severity. */
    changed?: string[];
    changedCount?: number;
    firing: number;
    resolved: number;
    received: number;
  };
  /** From 2,000 entries on, joins and changes are only counted (protocol 8.3). */
  "entries-bounded": { after: number };
  severity: { from: Severity; to: Severity; reason: SeverityReason; fingerprint: string };
  owed: { added: Owed[]; cause: "severity" | "route" | "fallback" };
  deadlines: { set: Deadline[] };
  phase: { from: Phase; to: Phase; received: number };
  page: { pageNo: number; cause: PageCause };
  "page-withheld": { because: "environment" };
  reopened: {
    severity: Severity;
    reason: SeverityReason;
    afterMs: number;
    wakes: boolean;
    because: "new-occurrence" | "fires-again";
  };
  resolved: { lastedMs: number; received: number };
  closed: { lastedMs: number; received: number };
  told: {
    destination: string;
    receiver: string;
    link?: string;
    label?: string;
    pageNo?: number;
    afterFailure?: boolean;
  };
  undelivered: {
    destination: string;
    receiver: string;
    reason: string;
    detail?: string;
    /** `retrying`: still tried; `undelivered`: refused, or a page not accepted in time. */
    state: "retrying" | "undelivered";
    page: boolean;
    mention?: string;
    told: string[];
  };
  truncated: { count: number };
};
export type EntryKind = keyof EntryData;

/** Kinds that the thread tells and the ones that ring (cards 6, behaviour 4). Anything else is not told in the thread. */
export const storyKinds = {
  severity: { rings: true },
  reopened: { rings: true },
  undelivered: { rings: true },
  told: { rings: false },
  resolved: { rings: false },
  "page-withheld": { rings: false },
  truncated: { rings: false },
} as const satisfies Partial<Record<EntryKind, { rings: boolean }>>;
