import type { Alert } from "../alert/alert.ts";
import type { Severity } from "../alert/severity.ts";
import type { Fact } from "../incident/fact.ts";
import type { Incident } from "../incident/incident.ts";
import type { Judgement, Owed } from "../incident/judgement.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import type { Destination } from "../policy/destination.ts";
import type { Policy } from "../policy/policy.ts";
import type { Probe } from "../probe.ts";
import type { Receiver } from "../receivers/receiver.ts";
import type { Silences } from "../silences.ts";
import type { Release, Store } from "../store/port.ts";
import type { ViewOptions } from "./view-of.ts";

/** What the policy in force says to delivery; read once for each mark, so that a reload changes nothing half-way. */
export type PolicyForDelivery = {
  readonly judge: (alert: Alert) => Judgement;
  /** Ids of the groups that an alert is in, now and by groupings of before that are still looked at (protocol 10.1). */
  readonly groupsOf: (alert: Alert) => readonly string[];
  /** A destination by id, also one that only former policies named; `undefined` when none is known. */
  readonly destination: (id: string) => Destination | undefined;
  /** Who is told in place of a destination that cannot be. */
  readonly fallbackOf: (destination: string, at: Severity) => readonly Owed[];
  /** When a destination with these hours may ring; `null` when it may at that time. */
  readonly opensAt: Policy["opensAt"];
  readonly view: ViewOptions;
};

/** What a job of another room does, and when it is due again. */
export type NamedJob = () => Promise<Release>;

/** What delivery joins: the store, the receivers, the policy in force, and the door for what it learns. */
export type DeliveryDeps = PolicyForDelivery & {
  readonly store: Store;
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** Stores a fact about an incident (`intake.tell`). */
  readonly tell: (incident: Incident, fact: Fact) => Promise<Incident | null>;
  /** Takes in an alert of Vigie's own (`intake.accept`). */
  readonly acceptOwn: (alert: Alert) => Promise<void>;
  /** Takes in alerts that Vigie found to be over at their sender (`intake.accept`). */
  readonly accept: (alerts: readonly Alert[]) => Promise<void>;
  readonly silences: Silences;
  /** Which of these alerts are gone at Alertmanager; `null` when it cannot be asked (protocol 5.4). */
  readonly goneAmong: (fingerprints: readonly string[], heardAt: number) => Promise<readonly string[] | null>;
  /** Ends a silence's copy in Alertmanager; whether it is over there now. */
  readonly expireThere: (id: string) => Promise<boolean>;
  /** Whether Vigie learns of an acknowledgement at the pages' vendor, by webhook or by asking (behaviour 5). */
  readonly hearsPages: boolean;
  /** What acts on models; each answers when to come again, `null`: not before the next fact. */
  readonly remediation: {
    readonly look: (incident: Incident) => Promise<number | null>;
    readonly goOn: (incident: Incident) => Promise<number | null>;
  };
  /** Slack's ids of those among these actors who have one. */
  readonly slackIdsOf: (actors: readonly string[]) => Promise<readonly string[]>;
  /** Wall clock for what is stored; monotonic clock for leases (protocol 1.4). */
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly newAttemptId: () => string;
  /** Jobs of rooms that delivery does not know; asked for when one is due. */
  readonly jobs?: () => Readonly<Record<string, NamedJob>>;
  readonly meter: Meter;
  readonly log: Log;
  readonly probe: Probe;
};
