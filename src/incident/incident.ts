import type { Alert, AlertStatus } from "../alert/alert.ts";
import { compareSeverity, type Severity } from "../alert/severity.ts";
import type { ActionId } from "./actions/action-ids.ts";
import type { FoundChange } from "./actions/found-change.ts";
import type { Proposal } from "./actions/outlook.ts";
import type { ActionPlan } from "./actions/plan.ts";
import type { Run } from "./actions/run.ts";
import type { Actor } from "./actor.ts";
import type { Act, Deadline, ExpertCall } from "./deeds.ts";
import type { EndedByHand, Held } from "./held.ts";
import type { Identity } from "./identity.ts";
import type { Figure, Owed, RunbookNote, SeverityReason, Team } from "./judgement.ts";
import type { Patience } from "./patience.ts";
import type { Cause, Mitigation } from "./reasons.ts";
import type { SeriesState } from "./series-state.ts";
import type { SilencedBy } from "./silence.ts";

export type { Act, Deadline, ExpertCall } from "./deeds.ts";

/** The merged life cycle (requirements C.2). */
export const phases = [
  "detected",
  "notified",
  "triaging",
  "mitigating",
  "investigating",
  "remediating",
  "resolved",
  "closed",
] as const;
export type Phase = (typeof phases)[number];

/** How an ended incident ended. */
export const outcomes = ["source_resolved", "false_positive", "closed_by_hand", "resolved_by_hand"] as const;
export type Outcome = (typeof outcomes)[number];

/** How one destination stands, as far as deliveries were reported (DESIGN 6). */
export type DestinationStanding = {
  readonly state: "waiting" | "told" | "retrying" | "undelivered" | "left_out";
  /** http(s) link to what was posted there. */
  readonly link?: string;
  /** Short name of what was made there: an issue key, a channel. */
  readonly label?: string;
  /** In a view: when its hours begin, while it waits for them (behaviour 9); never stored. */
  readonly opensAt?: number;
  /** When the incident began to owe it. */
  readonly owedAt?: number;
  /** Owed since its route left shadow: counters alone never tell it a first message (behaviour 9). */
  readonly adopted?: true;
  readonly firstToldAt?: number;
  readonly lastToldAt?: number;
  /** From the closed list of delivery reasons; set while not told. */
  readonly reason?: string;
  /** The vendor's own words on it, or the click that mends it. */
  readonly detail?: string;
  /** Since when it fails, and whom the destination's policy says to mention then. */
  readonly failingSince?: number;
  readonly mention?: string;
  /** For a page: the `pageNo` that the vendor accepted last. */
  readonly pageNo?: number;
  readonly pagedAt?: number;
};

/** The alert that the card speaks of: the worst firing one, cut to what fits. */
export type Lead = {
  readonly fingerprint: string;
  /** It ended; while others fire it must not be spoken of as if it lasted. */
  readonly over?: true;
  readonly name: string;
  readonly summary?: string;
  readonly modelVersion?: string;
  readonly measurement?: Alert["measurement"];
  readonly figure?: Figure;
  readonly runbook?: RunbookNote;
  readonly links: Alert["links"];
};

/**
 * What people work on: one per group key at a time. At most 16 KiB as JSON (protocol 8.3); alerts are rows of their own.
 * Times are milliseconds since the epoch. The human id is the store's (it counts), not part of the record.
 */
export type Incident = {
  readonly schema: 1;
  /** 128 random bits in hex; marks its traces at vendors. */
  readonly uid: string;
  readonly groupId: string;
  readonly groupKey: string;
  readonly identity: Identity;
  /** Kinds of sender seen, in order of appearance. */
  readonly sources: readonly string[];
  readonly severity: Severity;
  readonly worst: Severity;
  readonly severityReason: SeverityReason;
  /** What alerts made of it, where a person's word stands instead: only what is worse than that raises it again. */
  readonly reported?: Severity;
  readonly phase: Phase;
  readonly outcome?: Outcome;
  /** The last promotion since it opened or reopened; absent in records of before this field. */
  readonly promoted?: { readonly from: Severity; readonly at: number };
  readonly openedAt: number;
  /** The earliest start that a sender gave, where it is before `openedAt`. */
  readonly startedAt?: number;
  readonly updatedAt: number;
  readonly resolvedAt?: number;
  readonly closedAt?: number;
  /** Times that it came back after an end. */
  readonly reopened: number;
  /** When it came back last; absent in records of before this field. */
  readonly reopenedAt?: number;
  /** Alerts that fire now, alerts that fired and are over. */
  readonly firing: number;
  readonly resolved: number;
  readonly lead: Lead;
  /** `full` where the source's end alone does not end it (behaviour 3); absent: short. */
  readonly lifecycle?: "full";
  /** When the source ended while a full lifecycle goes on; absent while it fires. */
  readonly recoveredAt?: number;
  readonly team?: Team;
  readonly endedByHand?: EndedByHand;
  /** Acknowledged, by whom and where; absent while nobody has. */
  readonly acknowledged?: Act;
  /** Resolved at a vendor while it fired, which counts as an acknowledgement (protocol 3.3). */
  readonly resolvedElsewhere?: Act;
  /** Judged false so often within 30 days that its rule wants mending (behaviour 3). */
  readonly ruleSuspected?: { readonly times: number };
  /** What drifted is not measured any more: when it was heard of last (behaviour 2.6). */
  readonly staleSince?: number;
  /** A person said that it is real (U-07). */
  readonly judged?: Act;
  readonly assignee?: Act & { readonly to: string };
  readonly commander?: { readonly id: string; readonly at: number };
  /** When Vigie asked for an Incident Commander (U-26). */
  readonly commanderAskedAt?: number;
  /** The newest six. */
  readonly experts?: readonly ExpertCall[];
  readonly mitigated?: Act & { readonly how: Mitigation };
  readonly cause?: Act & { readonly cause: Cause; readonly text: string };
  readonly remediation?: Act & { readonly fix: string; readonly monitoring: string };
  /** The last word to stakeholders, and when the next one is due. */
  readonly update?: Act & { readonly text: string; readonly nextAt?: number };
  readonly silenced?: SilencedBy;
  /** The id of the silence that a person ended last: it silences this incident no more. */
  readonly woken?: string;
  /** How long the policy waits for people at this severity, and for whom; as it was judged last. */
  readonly patience?: Patience;
  /** When Vigie asked last for the update that was promised. */
  readonly updateAskedAt?: number;
  /** Steps of the ladder that were taken, and when the last was; absent while none was. */
  readonly escalation?: { readonly steps: number; readonly at: number };
  /** Rings since the last acknowledgement: `remind:`. */
  readonly reminded?: { readonly times: number; readonly at: number };
  /** Its sender cannot be asked and was heard of last then (protocol 5.4). */
  readonly unheardSince?: number;
  /** The longest time in ms for which its sender was found silent and then spoke again. */
  readonly gapMs?: number;
  /** Its own channel: asked for, or there. */
  readonly channel?: { readonly state: "asked" | "open"; readonly link?: string; readonly label?: string };
  /** What changed near it, the likely cause first; at most five (promise 5). */
  readonly changes?: readonly FoundChange[];
  /** What could be done about it, as read last; one for each action that its service declares. */
  readonly plans?: Readonly<Partial<Record<ActionId, ActionPlan>>>;
  /** The action that the policy suggests at its severity (A000-58). */
  readonly suggests?: ActionId;
  /** What was put to people and not decided yet. */
  readonly proposal?: Proposal;
  /** What people were asked since it began (`proposalKey`), the newest eight: nobody is called for the same twice. */
  readonly proposed?: readonly number[];
  /** What was done about it, oldest first; the newest three. */
  readonly runs?: readonly Run[];
  /** What people are called, by actor; the newest twelve. */
  readonly names?: Readonly<Record<string, string>>;
  /** The last entry of each kind that may outdate a press (`outdating`): who, when, and where in the journal. */
  readonly latest?: Readonly<Record<string, { readonly seq: number; readonly at: number; readonly by: Actor }>>;
  readonly owed: readonly Owed[];
  /** What routes in shadow would have told; nobody is told for it (behaviour 9). */
  readonly shadow?: readonly Owed[];
  /** Adopted when its routes left shadow: at this severity nobody is woken for it any more. */
  readonly adopted?: { readonly severity: Severity; readonly at: number };
  readonly standing: Readonly<Record<string, DestinationStanding>>;
  readonly deadlines: readonly Deadline[];
  readonly reopenWindowMs: number;
  /** Raised only when somebody must be woken (protocol 3.2); 0 while nobody was. */
  readonly pageNo: number;
  /** Pages up to this number are over: set to `pageNo` when the incident ends, so that a reopening asks for a new one. */
  readonly pageEnded: number;
  /** When `pageNo` was raised last; a page not accepted 30 s later is said elsewhere. */
  readonly pageAskedAt?: number;
  readonly pageWithheld?: "environment";
  /** Alerts that the sender said it left out (protocol 5.6). */
  readonly truncated: number;
  /** Its journal is long: alerts that join or change are only counted from now on (protocol 8.3). */
  readonly entriesBounded?: true;
  /** The policy that `severityReason` cites. */
  readonly policyHash: string;
  /** The journal's head: last `seq` (also the incident's `version`) and hash. */
  readonly seq: number;
  readonly head: string;
};

/** What a group remembers beside its incidents. `version` guards every change of the group (protocol 4.1). */
export type Group = {
  readonly schema: 1;
  readonly groupId: string;
  readonly groupKey: string;
  readonly version: number;
  /** Uid of the newest incident, open or ended. */
  readonly newest?: string;
  /** When people judged an alert of it false, by its name, the last ten of 30 days (behaviour 3). */
  readonly falsePositives?: readonly { readonly name: string; readonly at: number }[];
  /** Occurrences that people ended and whose source may fire on, by fingerprint. */
  readonly held?: Readonly<Record<string, Held>>;
  readonly series: Readonly<Record<string, SeriesState>>;
};

/** One alert of one incident, by fingerprint. */
export type AlertRow = {
  readonly fingerprint: string;
  readonly status: AlertStatus;
  readonly severity: Severity;
  /** Equal for two messages that mean the same; a repeat only counts when its tag is the stored one (protocol 4.2). */
  readonly tag: string;
  readonly firstSeenAt: number;
  readonly lastChangedAt: number;
  readonly alert: Alert;
  /** How Vigie reads the measurement, for the day that this alert speaks for its incident. */
  readonly figure?: Figure;
};

/** What deciding needs of a row; light enough to be remembered for every alert of the hot groups. */
export type KnownRow = Omit<AlertRow, "alert" | "figure"> & {
  readonly startsAt: number;
  readonly modelVersion?: string;
};

export function knownRow({ alert, figure: _figure, ...row }: AlertRow): KnownRow {
  const { startsAt, model } = alert;
  return model?.version === undefined ? { ...row, startsAt } : { ...row, startsAt, modelVersion: model.version };
}

/** Whether people still work on it: neither resolved nor closed. */
export function isOpen(incident: Incident): boolean {
  return incident.phase !== "resolved" && incident.phase !== "closed";
}

/** Whether it lasts: people work on it, and its source has not ended. */
export function lasts(incident: Incident): boolean {
  return isOpen(incident) && incident.recoveredAt === undefined;
}

/** Whether a source says that the trouble goes on; what people reported by hand has none, and is theirs to end (U-44). */
export function sourceFires({ firing, sources }: Pick<Incident, "firing" | "sources">): boolean {
  return firing > 0 && sources.some((source) => source !== "report");
}

/** Whether a new occurrence brings it back; later it opens a new one (protocol 5.1). */
export function mayReopen({ phase, resolvedAt = 0, reopenWindowMs }: Incident, now: number): boolean {
  return phase === "resolved" && now - resolvedAt <= reopenWindowMs;
}

/** Whether a page is wanted now: somebody was to be woken, and the trouble is not over (protocol 3.2). */
export function pageWanted(incident: Incident): boolean {
  return lasts(incident) && incident.pageNo > incident.pageEnded;
}

/**
 * Whether nobody is to be woken at a destination yet: it was adopted when its route left shadow, and since then nothing
 * got worse and no page was asked for (behaviour 9).
 */
export function isAdoptedSilently({ adopted, standing, severity, pageAskedAt = 0 }: Incident, id: string): boolean {
  const { state, adopted: isAdopted, owedAt = 0 } = standing[id] ?? {};
  if (!adopted || !isAdopted || state !== "waiting") return false;
  return pageAskedAt <= owedAt && compareSeverity(severity, adopted.severity) <= 0;
}
