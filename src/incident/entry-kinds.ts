import type { Severity } from "../alert/severity.ts";
import { type ActionEntryData, actionOutdating, actionTellings } from "./actions/action-entries.ts";
import type { Doer } from "./doer.ts";
import type { Identity } from "./identity.ts";
import type { Deadline, Phase } from "./incident.ts";
import type { DeadlineKind, Owed, SeverityReason, Team } from "./judgement.ts";
import type { Cause, FalsePositiveReason, Hold, Mitigation, PressRefusal } from "./reasons.ts";
import type { Silence } from "./silence.ts";
import type { Telling } from "./telling.ts";

export type { Doer } from "./doer.ts";
export type { Telling } from "./telling.ts";

/** Why somebody must be woken (protocol 3.2). `promoted`: it got worse after somebody had acknowledged it. */
export const pageCauses = [
  "first-paging-severity",
  "promoted",
  "reopened",
  "escalated",
  "silence-over",
  "resolved-by-itself",
  "approval",
] as const;
export type PageCause = (typeof pageCauses)[number];

/** Why an incident follows one that a person ended (behaviour 3). */
export const followings = ["worse", "new-version", "new-occurrence", "hold-over", "another-alert"] as const;
export type Following = (typeof followings)[number];

/**
 * Why something was escalated: a person asked, a deadline passed, the policy's ladder went on; an action failed, did not
 * help, or nobody approved it in time (behaviour 6, 7).
 */
export const escalationCauses = [
  "by-hand",
  "triage-overdue",
  "ladder",
  "action-failed",
  "did-not-help",
  "not-approved",
] as const;
export type EscalationCause = (typeof escalationCauses)[number];

/** What became of a deadline; a warning comes at 50 % and 80 % of its time (U-02, U-35). */
export const deadlineNews = ["half", "near", "overdue", "met", "put-off"] as const;
export type DeadlineNews = (typeof deadlineNews)[number];

/** At which moments routes in shadow would have told somebody. */
export const shadowMoments = ["opened", "promoted", "reopened", "route", "ended"] as const;
export type ShadowMoment = (typeof shadowMoments)[number];

/**
 * What `decide` writes into the journal in this version, by kind. Readers keep kinds that they do not know untouched
 * (protocol 10.3). Entries that say what a policy decided name it besides, as `policy`: its hash (protocol 10.2).
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
    lifecycle?: "full";
    team?: Team;
    /** The incident before it, which a person ended. */
    follows?: { uid: string; by: string; because: Following };
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
  severity: { from: Severity; to: Severity; reason: SeverityReason; fingerprint: string; policy?: string };
  owed: { added: Owed[]; cause: "severity" | "route" | "fallback" | "escalated" };
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
    policy?: string;
  };
  resolved: { lastedMs: number; received: number };
  /** `by` and `text` where a person closed it. */
  closed: Partial<Doer> & { lastedMs: number; received: number; text?: string };
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
  /** What fires is not measured any more, since when; without it: it is measured again. */
  stale: { since?: number };
  /** An alert joined whose route wants cause and remediation recorded. */
  lifecycle: { to: "full" };
  /** The source ended, but the incident waits for cause and remediation; triage, reaction and pages are over. */
  recovered: { lastedMs: number; received: number };
  /** As `reopened`, for an incident that stayed open. */
  "fires-again": {
    severity: Severity;
    reason: SeverityReason;
    afterMs: number;
    wakes: boolean;
    because: "new-occurrence" | "fires-again";
  };
  "ended-by-hand": {
    as: "false_positive" | "closed_by_hand";
    by: string;
    severity: Severity;
    lastedMs: number;
    received: number;
    modelVersion?: string;
    hold?: Hold;
    holdUntil?: number;
    because?: FalsePositiveReason;
    where?: string;
    name?: string;
    text?: string;
  };
  /** One rule was judged false so often within 30 days; `values`: the last of its series, oldest first. */
  "rule-suspected": { name: string; times: number; values: number[] };
  "resolved-elsewhere": Doer;
  /** What routes in shadow would have told now, and whether that would have woken somebody. */
  shadowed: { would: Owed[]; page: boolean; when: ShadowMoment };
  /** Owed from now on, silently: its routes left shadow while the incident was open. */
  adopted: { added: Owed[]; severity: Severity };
  /** `from`: it was taken over from whoever had it. */
  acknowledged: Doer & { from?: string };
  unacknowledged: Doer & { because: string };
  judged: Doer & { as: "real" };
  /** `endsPage`: nobody is paged at the new severity, so the page is over (protocol 5.5). */
  "severity-by-hand": Doer & { from: Severity; to: Severity; why: string; endsPage?: true };
  assigned: Doer & { to: string; toName?: string };
  /** `pages`: whom a person chose is paged, and whoever had it has it no longer. */
  escalated: Doer & {
    because: EscalationCause;
    pages?: true;
    step?: number;
    to?: string;
    toName?: string;
    why?: string;
  };
  "expert-called": Doer & { group: string; mentions: Record<string, string>; why?: string };
  "expert-joined": Doer & { group: string; afterMs: number };
  /** Asked for at URGENT, by Vigie itself (U-26). */
  "commander-asked": Record<string, never>;
  commander: Doer & { to: string; toName?: string; from?: string };
  noted: Doer & { text: string };
  update: Doer & { text: string; nextAt?: number };
  /** The update that was promised did not come. */
  "update-due": { dueAt: number };
  silenced: { silence: Silence };
  unsilenced: Doer & { forMs: number };
  "silence-over": { silence: string; forMs: number; firing: number };
  mitigated: Doer & { how: Mitigation; text: string };
  investigating: Doer;
  cause: Doer & { cause: Cause; text: string };
  remediated: Doer & { fix: string; monitoring: string };
  /** A person resolved it; the source's own end is `resolved`. */
  "resolved-by-hand": Doer & { lastedMs: number; received: number; text?: string };
  "reopened-by-hand": Doer & { why: string; afterMs: number };
  "channel-asked": Doer;
  "channel-open": { link: string; label: string };
  deadline: { deadline: DeadlineKind; news: DeadlineNews; dueAt: number; by?: string };
  reminded: { times: number };
  unheard: { since?: number };
  /** A press that was refused: who, what, why (U-50). */
  refused: Doer & { handler: string; because: PressRefusal | string };
} & ActionEntryData;
export type EntryKind = keyof EntryData;

/**
 * Kinds that may outdate what somebody had read (protocol 12.5): an incident remembers its last entry of each. Counters,
 * repeats, notes, reminders and deliveries never do.
 */
export const outdating = [
  "severity",
  "reopened",
  "fires-again",
  "recovered",
  "resolved",
  "closed",
  "ended-by-hand",
  "resolved-elsewhere",
  "acknowledged",
  "unacknowledged",
  "judged",
  "severity-by-hand",
  "assigned",
  "escalated",
  "expert-called",
  "expert-joined",
  "commander",
  "silenced",
  "unsilenced",
  "silence-over",
  "mitigated",
  "investigating",
  "cause",
  "remediated",
  "resolved-by-hand",
  "reopened-by-hand",
  "channel-asked",
  ...actionOutdating,
] as const satisfies readonly EntryKind[];

/** Kinds that the thread tells, and how loud; some are not always so loud (`draw/story.ts`). No other kind is told there. */
export const storyKinds = {
  closed: "quiet",
  severity: "rings",
  reopened: "rings",
  undelivered: "rings",
  told: "quiet",
  resolved: "quiet",
  "fires-again": "rings",
  recovered: "quiet",
  "ended-by-hand": "quiet",
  "rule-suspected": "quiet",
  "resolved-elsewhere": "quiet",
  "page-withheld": "quiet",
  truncated: "quiet",
  acknowledged: "quiet",
  unacknowledged: "quiet",
  judged: "quiet",
  "severity-by-hand": "rings",
  assigned: "calls",
  escalated: "rings",
  "expert-called": "calls",
  "expert-joined": "quiet",
  "commander-asked": "calls",
  commander: "calls",
  noted: "quiet",
  update: "quiet",
  "update-due": "calls",
  silenced: "quiet",
  unsilenced: "quiet",
  "silence-over": "rings",
  mitigated: "quiet",
  investigating: "quiet",
  cause: "quiet",
  remediated: "quiet",
  "resolved-by-hand": "quiet",
  "reopened-by-hand": "rings",
  "channel-asked": "quiet",
  "channel-open": "quiet",
  deadline: "rings",
  reminded: "rings",
  ...actionTellings,
} as const satisfies Partial<Record<EntryKind, Telling>>;
