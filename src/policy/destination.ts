import type { Severity } from "../alert/severity.ts";
import type { Locale } from "../words/locale.ts";

type Common = {
  /** `<receiver>:<place>` without any secret (protocol 12.4). */
  readonly id: string;
  readonly locale: Locale;
  /**
   * Whom to mention when it rings, in the vendor's own syntax, from the policy only. For a page: whom the other
   * destinations mention when it is not delivered (protocol 3.4); its own `mention:`, else its fallback's.
   */
  readonly mention?: string;
  /** Told in the place of a page that is not configured: what is CRITICAL or above must call people here. */
  readonly standsIn?: true;
  /** Ids of destinations told in its place when it cannot be told. */
  readonly fallback: readonly string[];
};

/** A Slack channel, as `#name` or id. */
export type SlackDestination = Common & { readonly receiver: "slack"; readonly channel: string };
/** A Teams channel, `19:…@thread.tacv2`, taken out of the channel's link where one was given. */
export type TeamsDestination = Common & { readonly receiver: "teams"; readonly conversation: string };
/** A PagerDuty service by its routing key. The key is a secret: only `id` is ever shown or stored. */
export type PagerDutyDestination = Common & {
  readonly receiver: "pagerduty";
  readonly routingKey: string;
  /** What people read instead of the key: `${PAGERDUTY_ROUTING_KEY}` or the id. */
  readonly shown: string;
  /** Kept for the look-up of who is on call. */
  readonly schedule?: string;
  /** The routing key that an escalation triggers where no token raises the level (behaviour 5). A secret. */
  readonly escalateTo?: string;
  readonly severity?: Readonly<Partial<Record<Severity, "critical" | "error" | "warning" | "info">>>;
};
/** A Jira project. `fields` are extra values that the project's create screen requires. */
export type JiraDestination = Common & {
  readonly receiver: "jira";
  readonly project: string;
  readonly type: string;
  readonly priority: Readonly<Partial<Record<Severity, string>>>;
  /** Status category to move to when resolved; absent: the status is left alone. */
  readonly move: { readonly resolved?: "done" | "indeterminate" | "new" };
  readonly fields: Readonly<Record<string, unknown>>;
  /** The ticket is opened only if the incident still lives after this time; absent: at once (behaviour 8). */
  readonly afterMs?: number;
};

/** A place that is told: the receiver (kind) and where, as the policy says (DESIGN 4). */
export type Destination = SlackDestination | TeamsDestination | PagerDutyDestination | JiraDestination;
export type ReceiverName = Destination["receiver"];
