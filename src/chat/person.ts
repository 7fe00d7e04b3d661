import type { Actor } from "../incident/actor.ts";
import type { PeopleVendor } from "../policy/people/vendor-people.ts";
import type { Locale } from "../words/locale.ts";

/** Where people act. */
export const surfaces = ["slack", "teams", "web", "api", "cli", "pagerduty", "jira"] as const;
export type Surface = (typeof surfaces)[number];

/** Somebody as a vendor knows them. `id` is the vendor's: `U012AB`, an Entra object id, `PUSER1`, an account id. */
export type Account = {
  readonly vendor: PeopleVendor | "api";
  readonly id: string;
  readonly email?: string;
  readonly name?: string;
};

/** Somebody whom the directory knows, or as much of them as the vendor said. */
export type Person = {
  readonly actor: Actor;
  /** In lower case; absent where nobody says it. */
  readonly email?: string;
  readonly locale?: Locale;
  /** For a token that may act for people: four eyes count it once (protocol 12.3). */
  readonly through?: string;
  /** The vendor did not say in time who they are: which roles they hold is not known yet. */
  readonly unasked?: true;
};

/** Who is on call for a team, or for what has none; `nobody` says what is missing. */
export type OnCall =
  | { readonly kind: "people"; readonly people: readonly Person[]; readonly until?: number }
  | { readonly kind: "nobody"; readonly because: "no-schedule" | "no-token" | "empty" | "unreachable" };

/** Finds people and their roles. Everything it read from vendors is cached; a vendor away leaves what was known. */
export type Directory = {
  /** Never rejects: somebody unknown is known by the vendor's id alone. */
  readonly personOf: (account: Account) => Promise<Person>;
  /** By e-mail, or by `<vendor>:<id>` as a form's person field gives it; `null` for somebody unknown. */
  readonly find: (reference: string) => Promise<Person | null>;
  /** The roles that somebody holds on a team's services, global ones included. */
  readonly rolesOf: (person: Person, team: string | undefined) => Promise<ReadonlySet<string>>;
  readonly onCall: (team: string | undefined) => Promise<OnCall>;
  /** How a receiver mentions somebody (`<@U012AB>`), `undefined` where they have no account there. */
  readonly mentionOf: (person: Person, receiver: string) => Promise<string | undefined>;
  /** The vendor's id of somebody. */
  readonly accountOf: (person: Person, vendor: Account["vendor"]) => Promise<string | undefined>;
};
