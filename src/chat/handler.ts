import type { Severity } from "../alert/severity.ts";
import type { HumanAct } from "../incident/acts.ts";
import type { EntryKind } from "../incident/entry-kinds.ts";
import type { HandlerId, Look } from "../incident/handler-ids.ts";
import type { Incident } from "../incident/incident.ts";
import type { ActRefusal } from "../incident/reasons.ts";
import type { People } from "../policy/people/people.ts";
import type { Brought, Policy } from "../policy/policy.ts";
import type { Locale } from "../words/locale.ts";
import type { Form, FormFault, Values } from "./form.ts";
import type { Account, Person } from "./person.ts";

/** What a handler is asked with. `people` are those that a value of a person field was resolved to, by field. */
export type Asking = {
  readonly incident: Incident;
  readonly number: number;
  readonly policy: Policy;
  readonly person: Person;
  /** Whom the surface knows the person as: what a person field is filled with. */
  readonly account: Account;
  readonly roles: ReadonlySet<string>;
  /** Whether the person may do something else besides, such as a `silence-long`. */
  readonly may: (id: string) => boolean;
  /**
   * Whether they may do without the approver, with a reason (behaviour 6: the person on call breaks glass). `must`: they lack
   * the approver's role, so that it is the only way.
   */
  readonly alone: "no" | "may" | "must";
  readonly people: Readonly<Record<string, Person>>;
  /** What this incident brings by policy at another severity than its own. */
  readonly atSeverity: (severity: Severity) => Brought;
  /** Whether a silence can be written to Alertmanager as well. */
  readonly alertmanager: boolean;
  readonly now: number;
  readonly locale: Locale;
  /** Random hex, for what needs an id of its own. */
  readonly newId: () => string;
};

/** What the person on call breaks, with a reason. */
export type Glass = "none" | "instead" | "besides";

/**
 * What the values of a form come to: an act, or what is wrong with which field. `elsewhere`: a silence is also written to
 * Alertmanager, for other receivers (behaviour 3).
 */
export type Read = { readonly act: HumanAct; readonly elsewhere?: boolean } | { readonly faults: readonly FormFault[] };

/**
 * One button, the same in Slack, Teams, dashboard, API and command line (DESIGN 3). Its words stand under its id in
 * `src/words/handlers.ts` (the button), `forms-en.ts` and `forms-fr.ts` (what it asks) and `desk.ts` (what it answers);
 * who may press it, in the policy's `permissions:`, else in `policy/people`.
 */
export type Handler = {
  readonly id: HandlerId;
  /**
   * Whether the incident has this button now; pure, asks no clock, so that the same incident shows the same buttons under
   * one policy.
   */
  readonly offered: (incident: Incident, people: Pick<People, "experts">) => boolean;
  /** Why it is not offered, where it has a reason of its own. */
  readonly because?: (incident: Incident) => ActRefusal | undefined;
  readonly look: (incident: Incident) => Look;
  /** What the policy must permit, where it is not the handler's own id: `approve-withdrawal`. */
  readonly permission?: (incident: Incident) => string;
  /**
   * Whether the person on call may do without an approver where the policy lets them (behaviour 6). `instead`: of the role
   * that it asks for, which is the approver's; `besides`: whoever may do it may leave out the approver.
   */
  readonly breaksGlass?: (incident: Incident) => Glass;
  /** Where it stands among the buttons: lower first; from five on, and above 100 always, in the menu (cards 4). */
  readonly order: number | ((incident: Incident) => number);
  /** Asked before it acts; absent: a press acts at once. */
  readonly form?: (asking: Asking) => Form;
  /** What the policy may permit besides, under an id of its own: `silence-long`. */
  readonly asksFor?: readonly string[];
  /** A press is confirmed first, in the words of `confirm`; surfaces ask, the desk does not. */
  readonly confirms?: true;
  readonly read: (values: Values, asking: Asking) => Read;
  /** Entries after what the person had read that make the press stale (protocol 12.5). */
  readonly outdatedBy: readonly EntryKind[];
};
