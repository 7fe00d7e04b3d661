import type { Form, FormFault, Values } from "../src/chat/form.ts";
import type { Person } from "../src/chat/person.ts";
import type { HumanAct } from "../src/incident/acts.ts";
import type { EntryKind } from "../src/incident/entry-kinds.ts";
import type { HandlerId, Look } from "../src/incident/handler-ids.ts";
import type { Incident } from "../src/incident/incident.ts";
import type { Policy } from "../src/policy/policy.ts";
import type { Locale } from "../src/words/locale.ts";

/** What a handler is asked with. `people` are those that a value of a person field was resolved to, by field. */
export type Asking = {
  readonly incident: Incident;
  readonly number: number;
  readonly policy: Policy;
  readonly person: Person;
  readonly roles: ReadonlySet<string>;
  readonly people: Readonly<Record<string, Person>>;
  readonly now: number;
  readonly locale: Locale;
  /** Random hex, for what needs an id of its own. */
  readonly newId: () => string;
};

/** What the values of a form come to: an act, or what is wrong with which field. */
export type Read = { readonly act: HumanAct } | { readonly faults: readonly FormFault[] };

/**
 * One button, the same in Slack, Teams, dashboard, API and command line (DESIGN 3). Its words stand in
 * `src/words/handlers.ts` under its id; who may press it, in the policy's `permissions:`, else in `policy/people`.
 */
export type Handler = {
  readonly id: HandlerId;
  /** Whether the incident has this button now; pure, asks no clock, so that the same incident shows the same buttons. */
  readonly offered: (incident: Incident) => boolean;
  readonly look: (incident: Incident) => Look;
  /** Where it stands among the buttons: lower first; from five on, and above 100 always, in the menu (cards 4). */
  readonly order: number;
  /** Asked before it acts; absent: a press acts at once. */
  readonly form?: (asking: Asking) => Form;
  readonly read: (values: Values, asking: Asking) => Read;
  /** Entries after what the person had read that make the press stale (protocol 12.5). */
  readonly outdatedBy: readonly EntryKind[];
};
