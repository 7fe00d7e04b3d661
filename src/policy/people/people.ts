import type { HandlerId } from "../../incident/handler-ids.ts";
import type { Owed } from "../../incident/judgement.ts";
import type { Locale } from "../../words/locale.ts";

/** Somebody whom the policy names; `id` is the e-mail in lower case, `slack:U012AB` where none is given. */
export type Contact = {
  readonly id: string;
  readonly name: string;
  readonly slack?: string;
  readonly teams?: string;
  readonly pagerduty?: string;
  readonly jira?: string;
  readonly phone?: string;
  readonly locale?: Locale;
};

/** By what somebody holds a role (behaviour 6); `email` is a contact's id. */
export type RoleHolder =
  | { readonly kind: "email"; readonly email: string }
  | { readonly kind: "slack-group"; readonly id: string }
  | { readonly kind: "entra-group"; readonly id: string }
  | { readonly kind: "pagerduty-schedule"; readonly id: string };

/** What vendors are asked for. */
export type GroupKind = Exclude<RoleHolder["kind"], "email">;

/** Roles that hold on every team. */
export const globalRoles = ["admin", "incident-commander"] as const;

/** A group of experts whom a card can call (U-27). */
export type ExpertGroup = {
  readonly name: string;
  /** By receiver: `slack` → `<!subteam^S012AB>`. */
  readonly mentions: Readonly<Record<string, string>>;
  /** E-mails of its people. */
  readonly people: readonly string[];
  /** Destinations that are told when it is called. */
  readonly owed: readonly Owed[];
};

/** Who may do something: whoever sees the card, whoever is on call, or holders of any of these roles. */
export type Permission = {
  readonly everybody: boolean;
  /** People by e-mail, in lower case, who may whatever their roles: a service's `authority` (A004-35). */
  readonly people?: readonly string[];
  readonly roles: readonly string[];
};

/** What a token of `VIGIE_API_TOKEN` may do, by its name (protocol 12.3). */
export type TokenGrant = { readonly roles: readonly string[]; readonly actsFor: boolean };

/** What the policy says of people. Pure. */
export type People = {
  readonly contacts: ReadonlyMap<string, Contact>;
  /** Whether any role is configured; if none is, behaviour 6's third point holds. */
  readonly hasRoles: boolean;
  /** Every role that is held by somebody, on some team. */
  readonly roles: readonly string[];
  /** Who holds a role on a team's services; the global holders of it included. */
  readonly holders: (role: string, team: string | undefined) => readonly RoleHolder[];
  /** Who may do something: by a handler's id, or one of `permissionIds`. */
  readonly may: (handler: HandlerId | string, team: string | undefined, service?: string) => Permission;
  readonly experts: ReadonlyMap<string, ExpertGroup>;
  /** PagerDuty schedules of whoever is on call for a team, or for what has none. */
  readonly schedules: (team: string | undefined) => readonly string[];
  /** The e-mails that roles and groups of experts name, in lower case. */
  readonly named: ReadonlySet<string>;
  /** The kinds of groups by which some role is held: what must be asked of vendors. */
  readonly groups: ReadonlySet<GroupKind>;
  /** What tokens may do; one that is not there holds no role and acts for nobody. */
  readonly tokens: ReadonlyMap<string, TokenGrant>;
};
