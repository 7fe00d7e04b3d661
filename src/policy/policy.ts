import type { Alert } from "../alert/alert.ts";
import type { Severity } from "../alert/severity.ts";
import type { Identity } from "../incident/identity.ts";
import type { Hours, Judgement, Owed, PolicyPlace } from "../incident/judgement.ts";
import type { Patience } from "../incident/patience.ts";
import type { Locale } from "../words/locale.ts";
import type { Remedies, ServiceAction } from "./actions/service-action.ts";
import type { Destination } from "./destination.ts";
import type { Mode } from "./document/schema.ts";
import type { People } from "./people/people.ts";
import type { LeftOut } from "./places/destinations.ts";
import type { PolicyError } from "./policy-error.ts";

/** Which incident an alert belongs to. */
export type AlertGroup = { readonly identity: Identity; readonly groupKey: string; readonly groupId: string };

/** What a severity brings by policy: whom to tell, by when what is due, and what ends it. */
export type Brought = Pick<Judgement, "owed" | "deadlines"> &
  Partial<Pick<Judgement, "lifecycle">> & { readonly patience?: Patience };

/** The routes that an alert ended in, and where its grouping is written; for `policy explain`. */
export type RouteTrace = {
  readonly routes: readonly {
    readonly place: PolicyPlace;
    readonly match: readonly string[];
    readonly tells: readonly { readonly name: string; readonly at: Severity }[];
    readonly mode: Mode;
  }[];
  /** Absent where the policy leaves the grouping to the default. */
  readonly groupByPlace?: PolicyPlace;
  /** The preset whose figures were used, and the line that names it. */
  readonly preset?: { readonly name: string; readonly place: PolicyPlace };
  /** The service whose owner the team is: the alert's own, or the one that serves its model. */
  readonly ownedService?: string;
  /** Where the team is written as the service's owner; absent where a label names the team, or nothing does. */
  readonly ownerPlace?: PolicyPlace;
  /** Where the life cycle is written; absent where nothing does. */
  readonly lifecyclePlace?: PolicyPlace;
  /** Where `mode:` of the first route is decided; absent where nothing writes it. */
  readonly modePlace?: PolicyPlace;
  /** Where it is written which environments are production; absent where the policy leaves it to the default. */
  readonly environmentsPlace?: PolicyPlace;
};

/** A compiled policy: what happens to an alert. Pure; the same alert always gets the same judgement. */
export type Policy = {
  /** The installation's name, part of every group id. */
  readonly name: string;
  /** SHA-256 of `text`, first 12 hex digits. */
  readonly hash: string;
  /** The policy as written, routing keys written into it replaced by their ids. */
  readonly text: string;
  readonly file: string;
  readonly locale: Locale;
  /** Every configured destination, fallbacks included, by id. */
  readonly destinations: ReadonlyMap<string, Destination>;
  /**
   * Ids of places that the sandbox or a check supplied for variables that are not set, with what people read instead:
   * `teams:${TEAMS_CHANNEL_ID}`.
   */
  readonly asWritten: ReadonlyMap<string, string>;
  readonly leftOut: readonly LeftOut[];
  /** What is odd, but may be meant; `policy check` prints it. */
  readonly warnings: readonly PolicyError[];
  /** Never throws, whatever the alert holds. */
  readonly judge: (alert: Alert) => Judgement;
  readonly groupOf: (alert: Alert) => AlertGroup;
  /** What an alert brings at a severity that a person chose. */
  readonly broughtAt: (alert: Alert, at: Severity) => Brought;
  /** What may be done about an alert, and when by itself (behaviour 7). Never throws. */
  readonly remediesOf: (alert: Alert) => Remedies;
  /** Every action that a service declares. */
  readonly declared: readonly ServiceAction[];
  /** The service that somebody is, or whose model it is; whose actions and people they are. */
  readonly serviceOf: (identity: Pick<Identity, "service" | "model">) => string | undefined;
  /** The service's own id for a name that a sender uses; other names are as they are. */
  readonly serviceNamed: (name: string) => string;
  /** The destinations named `on-call` that a team is called by; empty where it has none. */
  readonly onCallOf: (team: string, at: Severity) => readonly Owed[];
  /** The destinations to tell in place of one that cannot be told, as owed at a severity (protocol 3.4). */
  readonly fallbackOf: (destination: string, at: Severity) => readonly Owed[];
  readonly trace: (alert: Alert) => RouteTrace;
  /**
   * When a destination with these hours may ring next, in ms since the epoch; `null` when it may now or has none.
   * Names that this policy does not know hold nothing back. Infinity when they never open within ten years.
   */
  readonly opensAt: (hours: readonly Hours[] | undefined, now: number) => number | null;
  /**
   * What decides which incident an alert belongs to, as JSON for `compileGrouping`: equal for policies that group alike
   * (protocol 10.1).
   */
  readonly grouping: string;
  /** Where it says `mode: shadow`: what is decided there is told to nobody. */
  readonly shadows: readonly PolicyPlace[];
  /** The teams that it lists. */
  readonly teams: readonly string[];
  /** The services that it lists. */
  readonly services: readonly string[];
  /** Who may do what, and who is called (behaviour 6). */
  readonly people: People;
  /** Ids of the places that a name of `tell`, or `team/name`, means; none where nothing is called so. */
  readonly placesOf: (name: string) => readonly string[];
  /** Every name that `tell` may use: of `destinations:` and of the teams. */
  readonly names: readonly string[];
  /** The series that services monitor, and where that is written. */
  readonly monitored: readonly { readonly service: string; readonly metric: string; readonly place: PolicyPlace }[];
  /** Every file it was read from, the main one first. */
  readonly files: readonly string[];
};
