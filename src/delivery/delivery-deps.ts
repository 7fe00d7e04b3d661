import type { Alert } from "../alert/alert.ts";
import type { Severity } from "../alert/severity.ts";
import type { Fact } from "../incident/fact.ts";
import type { Incident } from "../incident/incident.ts";
import type { Owed } from "../incident/judgement.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import type { Destination } from "../policy/destination.ts";
import type { Policy } from "../policy/policy.ts";
import type { Probe } from "../probe.ts";
import type { Receiver } from "../receivers/receiver.ts";
import type { Store } from "../store/port.ts";
import type { ViewOptions } from "./view-of.ts";

/** What delivery joins: the store, the receivers, and the door for what it learns. */
export type DeliveryDeps = {
  readonly store: Store;
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** The destination of the policy in force by id; `undefined` when it names it no longer. */
  readonly destination: (id: string) => Destination | undefined;
  /** Stores a fact about an incident (`intake.tell`). */
  readonly tell: (incident: Incident, fact: Fact) => Promise<unknown>;
  /** Who is told in place of a destination that cannot be, by the policy. */
  readonly fallbackOf: (destination: string, at: Severity) => readonly Owed[];
  /** Takes in an alert of Vigie's own (`intake.accept`). */
  readonly acceptOwn: (alert: Alert) => Promise<void>;
  /** When a destination with these hours may ring, by the policy in force; `null` when it may at that time. */
  readonly opensAt: Policy["opensAt"];
  readonly view: ViewOptions;
  /** Wall clock for what is stored; monotonic clock for leases (protocol 1.4). */
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly newAttemptId: () => string;
  readonly meter: Meter;
  readonly log: Log;
  readonly probe: Probe;
};
