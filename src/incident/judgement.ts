import type { Severity } from "../alert/severity.ts";
import type { Identity } from "./identity.ts";
import type { Silence } from "./silence.ts";

/** Where in the policy something stands; what `policy explain` and the card cite. Lines count from 1. */
export type PolicyPlace = { readonly file: string; readonly line: number };

/** Why a severity: data for `words/`, never a sentence. */
export type SeverityReason =
  | {
      readonly kind: "threshold";
      readonly metric: string;
      readonly measure: "value" | "relative-drop" | "relative-rise";
      /** As written in the policy, such as `>= 5%`. */
      readonly band: string;
      /** The figure that was compared: the value itself, or a share (0.05 is 5 %). Unrounded. */
      readonly figure: number;
      readonly place?: PolicyPlace;
    }
  | { readonly kind: "label"; readonly label: string; readonly value: string; readonly place?: PolicyPlace }
  /** A severity label whose value the policy does not know: WARNING, flagged (C-06). */
  | { readonly kind: "unknown-label"; readonly label: string; readonly value: string; readonly place?: PolicyPlace }
  | { readonly kind: "sender-threshold"; readonly metric: string; readonly figure: number; readonly threshold: number }
  | { readonly kind: "sender-hint"; readonly value: string }
  | { readonly kind: "sender-status"; readonly value: string }
  /** A monitored series was not measured in time (behaviour 2.6). */
  | { readonly kind: "late"; readonly metric: string; readonly since: number }
  | { readonly kind: "role"; readonly role: string; readonly from: Severity }
  | { readonly kind: "otherwise"; readonly place?: PolicyPlace }
  | { readonly kind: "own" };

/** What the policy makes of one alert: a level, health (a recovery for what is open), or nothing at all. */
export type Verdict =
  | { readonly kind: "severity"; readonly severity: Severity }
  | { readonly kind: "healthy" }
  | { readonly kind: "drop" };

/**
 * When a destination may ring, in names of the policy's time intervals (behaviour 9). All that is there must hold. What a
 * name means is the policy in force's to say (`Policy.opensAt`); one that it no longer knows holds nothing back.
 */
export type Hours = {
  /** Inside at least one of these: the route's `active_time_intervals`. */
  readonly active?: readonly string[];
  /** Inside none of these: the route's `mute_time_intervals`. */
  readonly mute?: readonly string[];
  /** Inside this one: `during:` of the name in `tell:`. */
  readonly during?: string;
};

/** A destination that an alert must be told to, and the rule that says so. */
export type Owed = {
  /** `<receiver>:<place>`, never a secret: `slack:#ai-alerts`, `pagerduty:1f0c9a`, `jira:OPS` (protocol 12.4). */
  readonly id: string;
  /** The receiver's folder name: `slack`, `teams`, `pagerduty`, `jira`. */
  readonly receiver: string;
  /** The id by which the vendor knows the place, where it is another: two names for one are one (protocol 1.5). */
  readonly canonical?: string;
  /** The word in `tell:` that led here (`chat`, `on-call`, `ticket`), or `fallback`. */
  readonly told: string;
  /** The severity in `tell:` whose list named it. */
  readonly at: Severity;
  /** The team that the word meant; absent where `destinations:` did. */
  readonly team?: string;
  /** Alternatives: it may ring while one of them is open; absent: always. */
  readonly hours?: readonly Hours[];
  readonly place?: PolicyPlace;
};

/**
 * What ends an incident (behaviour 3). `short`: the source's end does. `full`: the source's end stops page and
 * reminders, but the phase stays until people recorded cause and remediation.
 */
export const lifecycles = ["short", "full"] as const;
export type Lifecycle = (typeof lifecycles)[number];

/** Whose trouble it is: the label `team`, else the service's `owner` (behaviour 6). */
export type Team = {
  readonly id: string;
  /** It is named, but `teams:` does not list it: `destinations:` are told, and the card says so. */
  readonly unknown?: true;
};

/** How often a series is measured (behaviour 2.6). Durations in ms. */
export type Monitor = {
  readonly everyMs: number;
  readonly graceMs: number;
  /** How much later than its window a measurement may arrive, because its labels do. */
  readonly labelsDelayMs: number;
};

/** `rto`: until users are served again (C-09, C-39). */
export const deadlineKinds = ["triage", "reaction", "investigation_start", "root_cause", "rto"] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** A deadline that a severity brings, counted from the commit in which the incident first reached it. */
export type JudgedDeadline = { readonly kind: DeadlineKind; readonly afterMs: number; readonly place?: PolicyPlace };

/**
 * One step of the policy's ladder, for destinations without one of their own (behaviour 5): so long after the step
 * before it (the first: after the page) these are told, unless somebody has acknowledged.
 */
export type LadderStep = { readonly afterMs: number; readonly owed: readonly Owed[] };
export type Ladder = {
  readonly steps: readonly LadderStep[];
  /** How often the whole ladder begins anew; 0 by default. */
  readonly repeat: number;
};

/** A sentence in the languages that we speak. */
export type Bilingual = { readonly en: string; readonly fr: string };

/** What the runbook catalogue says of an alert: what it means and what to do first. */
export type RunbookNote = { readonly id: string; readonly meaning?: Bilingual; readonly first?: Bilingual };

/** A measurement as Vigie reads it: its own figure, unrounded, and whether the sender's arithmetic differs. */
export type Figure = {
  readonly measure: "value" | "relative-drop" | "relative-rise";
  /** The share by which it is worse (0.109 is 10.9 % worse); absent without a baseline or for measure `value`. */
  readonly degradation?: number;
  /** The sender's `degradation_pct` differs from ours by more than 0.1 point. */
  readonly senderDiffers?: boolean;
};

/**
 * What `policy/` says of one alert, filled there, handed in by `intake/` (DESIGN 2). `decide` needs nothing else of the
 * policy.
 */
export type Judgement = {
  readonly identity: Identity;
  /** Readable and canonical; what the incident is one per. */
  readonly groupKey: string;
  /** `groupIdOf(policy name, groupKey)`. */
  readonly groupId: string;
  readonly verdict: Verdict;
  readonly reason: SeverityReason;
  /** Destinations owed at this severity, lower severities' included, in policy order, each once. */
  readonly owed: readonly Owed[];
  /** What routes in shadow would tell at this severity; told to nobody (behaviour 9). Absent where none is. */
  readonly shadow?: readonly Owed[];
  readonly deadlines: readonly JudgedDeadline[];
  readonly lifecycle: Lifecycle;
  /** The policy's ladder at this severity; absent where it has none. */
  readonly ladder?: Ladder;
  /** Rings so often until somebody acknowledges, in ms; absent: never. */
  readonly remindEveryMs?: number;
  /** How long who acknowledged has to judge after the triage's deadline; 10 min by default (behaviour 5). */
  readonly afterTriageMs?: number;
  /** Set while a silence covers the alert (behaviour 3). */
  readonly silence?: Silence;
  readonly team?: Team;
  /** Set for a measurement whose series the policy monitors. */
  readonly monitor?: Monitor;
  /** Set when the route would page but the environment says never. */
  readonly pageWithheld?: "environment";
  readonly figure?: Figure;
  readonly runbook?: RunbookNote;
  /** How many healthy measurements in a row end a drift alert; 1 by default. Ignored without a measurement. */
  readonly recoverAfter: number;
  /** How many measurements in a row at a level make it count; 1 by default (C-15). */
  readonly inARow: number;
  /** A new occurrence within this time after the end reopens the incident; 10 min by default. */
  readonly reopenWindowMs: number;
  /** SHA-256 of the policy text, first 12 hex digits; each journal entry names it. */
  readonly policyHash: string;
};
