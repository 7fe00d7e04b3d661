import type { Severity } from "../../alert/severity.ts";
import type { ActionId } from "../../incident/actions/action-ids.ts";
import type { PolicyPlace } from "../../incident/judgement.ts";
import type { Step } from "./step.ts";

/** How to see which versions serve (behaviour 7). */
export type ServingCheck =
  /** A PromQL whose answer counts by version; the version is `label`, else the one label that the answer has. */
  | { readonly kind: "promql"; readonly query: string; readonly label?: string }
  /** An address that names the version; `field` is its dotted path in the JSON, `version` by default. */
  | { readonly kind: "http"; readonly url: string; readonly field: string };

/** What says whether it helped, where the incident's own measurements do not (behaviour 7). */
export type HelpCheck = {
  /** Another metric of the same model that answers sooner: the proxy for labels that come late. */
  readonly metric?: string;
  /** Asked once the longest `[range]` in it has passed; `healthy` is a band: `< 0.05`. */
  readonly promql?: { readonly query: string; readonly healthy: string; readonly rangeMs: number };
  /** How late the labels of `metric` come, by its monitor; 0 by default. */
  readonly labelsDelayMs?: number;
  /** The smallest sample that counts; 0: any. */
  readonly minSample: number;
  /** An answer is waited for so long after the first one could come; 2 h by default. */
  readonly forMs: number;
};

/** One action that a service declares (`services.<id>.actions`). */
export type ServiceAction = {
  readonly id: ActionId;
  readonly service: string;
  readonly steps: readonly Step[];
  readonly serving?: ServingCheck;
  /** What serves must be there so soon after the steps; 10 min by default. */
  readonly withinMs: number;
  /** Polled after the steps: an answer of 2xx within `withinMs` is health (U-34). */
  readonly health?: string;
  readonly helps: HelpCheck;
  /** It may be pressed only where this metric of the incident is so, unless the presser says why (A003-20). */
  readonly condition?: { readonly metric: string; readonly when: string };
  /** These and nobody else may press it (A004-35); absent: whoever the permissions say. */
  readonly authority?: { readonly people: readonly string[]; readonly roles: readonly string[] };
  /** Who must approve it besides whoever asks, by role; empty: nobody. Withdrawal: `po` unless it says otherwise (U-29). */
  readonly approvers: readonly string[];
  /** Not again before; 5 min by default for `restart` (U-34), else 0. By hand as by itself. */
  readonly everyMs: number;
  /** Slower than that is flagged (A003-33, A004-33); absent: never. */
  readonly idealMs?: number;
  /** When it was rehearsed last, in ms since the epoch (A004-34); older than 92 d is warned of by `policy check`. */
  readonly lastTestAt?: number;
  readonly place: PolicyPlace;
};

/** A condition under which a rollback is wanted whatever the severity (A004-36 to 40). */
export type Criterion = {
  readonly name: string;
  /** Of the incident's measurement: the metric and its band. */
  readonly metric?: string;
  readonly when?: string;
  readonly minSample: number;
  /** It must have been so for so long. */
  readonly forMs: number;
  /** Of its alerts: matchers, as a route's; for what is not measured, such as a security incident. */
  readonly matches?: readonly string[];
  /** Whether the alert that was asked about meets `matches`; true where there are none. Metric and time are not judged. */
  readonly isMatched: boolean;
  readonly place: PolicyPlace;
};

/** `rollback:` of a route or preset: when a model is rolled back, and by whom (C-08, behaviour 7). */
export type RollbackRules = {
  readonly mode: "auto" | "approve" | "off";
  /** It would be `auto`, were it where people are paged (behaviour 1). */
  readonly withheld?: "environment";
  /** At these severities; `urgent` by default. */
  readonly at: readonly Severity[];
  /** People may hold it for so long before it begins by itself; 0 by default. */
  readonly vetoMs: number;
  readonly dryRun: boolean;
  /** `window.to` must be younger; 24 h by default. */
  readonly maxAgeMs: number;
  /** 1,000 by default (chosen). */
  readonly minSample: number;
  /** After a rollback none begins by itself before; 1 h by default (chosen). */
  readonly coolDownMs: number;
  /** So many a day by itself; 3 by default (chosen). */
  readonly perDay: number;
  readonly criteria: readonly Criterion[];
  /** Where `mode` is written; absent where nothing writes it. */
  readonly place?: PolicyPlace;
};

/** What the policy says of acting for one alert. */
export type Remedies = {
  /** The service whose actions they are; absent where none is known. */
  readonly service?: string;
  readonly actions: ReadonlyMap<ActionId, ServiceAction>;
  readonly rollback: RollbackRules;
  /** Which action is suggested at a severity (A000-58), where the service declares it. */
  readonly suggests: Readonly<Partial<Record<Severity, ActionId>>>;
  /** Where each suggestion is written. */
  readonly suggestPlaces?: Readonly<Partial<Record<Severity, PolicyPlace>>>;
  /** Whether its metric is one of performance: not of the input, its quality, or a p-value (behaviour 7). */
  readonly isPerformance: boolean;
  /** How late its labels come, in ms; 0 where the policy does not say. */
  readonly labelsDelayMs: number;
  /** The model that the service serves, as the policy names it; absent where it does not say. */
  readonly model?: string;
  /** The service's names: itself and its aliases; what changes may call it. */
  readonly names: readonly string[];
  /** Whether whoever is on call may decide alone, with a reason (behaviour 6). */
  readonly breakGlass: boolean;
};
