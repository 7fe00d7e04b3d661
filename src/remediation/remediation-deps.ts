import type { Alert } from "../alert/alert.ts";
import type { Change, ChangedThing } from "../alert/change.ts";
import type { Switched } from "../incident/actions/automation-state.ts";
import type { Fact } from "../incident/fact.ts";
import type { Group, Incident } from "../incident/incident.ts";
import type { Judgement } from "../incident/judgement.ts";
import type { Remedies } from "../policy/actions/service-action.ts";
import type { Providers } from "./provider.ts";

/** What a PromQL came to: each series with its labels and its value now. */
export type QueryAnswer =
  | {
      readonly kind: "series";
      readonly series: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
    }
  | { readonly kind: "away"; readonly detail?: string }
  /** The server refused the query itself. */
  | { readonly kind: "faulty"; readonly detail: string };

/** What acting on models joins, through ports: this room knows no store, no receiver and no clock (DESIGN 3). */
export type RemediationDeps = {
  readonly providers: Providers;
  /** What the policy in force says of acting for an alert. */
  readonly remediesOf: (alert: Alert) => Remedies;
  readonly judge: (alert: Alert) => Judgement;
  /** The alert that an incident speaks of, and those beside it; the first is the lead. */
  readonly alertsOf: (incident: Incident) => Promise<readonly Alert[]>;
  readonly groupOf: (incident: Incident) => Promise<Group | null>;
  /** The incident of the same group that came after it; `null` where none did. */
  readonly after: (incident: Incident) => Promise<Incident | null>;
  /** Alerts that fire now on other open incidents of the same service or model: where to look instead. */
  readonly besides: (incident: Incident) => Promise<readonly Alert[]>;
  readonly changes: (about: readonly ChangedThing[], from: number, to: number) => Promise<readonly Change[]>;
  /** Keeps a change that Vigie itself made. */
  readonly addChange: (change: Change) => Promise<void>;
  /** The kill switch (U-06): who switched automation off; `null` while it is on. */
  readonly automationOff: () => Promise<Switched | null>;
  /** A named value of the installation, and its compare-and-set: whether it was `before` and is `after` now. */
  readonly kept: (name: string) => Promise<string | null>;
  readonly swap: (name: string, before: string | null, after: string) => Promise<boolean>;
  /** The real value behind a token that masking made, as long as it is kept (U-18). */
  readonly reveal: (token: string) => Promise<string | undefined>;
  /** Tokens of sources that an incident's alerts name and that can be revealed. */
  readonly sourcesOf: (incident: Incident) => Promise<readonly string[]>;
  readonly promql: (query: string, signal: AbortSignal) => Promise<QueryAnswer>;
  readonly fetch: typeof globalThis.fetch;
  /** Takes people's data out of what calls itself a version; absent where nothing is kept of it. */
  readonly maskVersion?: (version: string) => string;
  /** Stores a fact about an incident; resolves with the incident as it is then. */
  readonly tell: (incident: Incident, fact: Fact) => Promise<Incident | null>;
  readonly now: () => number;
  /** For how long a turn has lasted (protocol 1.4). */
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly newId: () => string;
  /** For tests that stop the process at a named point. */
  readonly probe: (point: string, detail: string) => Promise<void>;
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

/** Both answer when to come again, in ms since the epoch; `null`: not before the next fact. */
export type Remediation = {
  /** Timer `outlook`. */
  look(incident: Incident): Promise<number | null>;
  /** Timer `action`. */
  goOn(incident: Incident): Promise<number | null>;
};
