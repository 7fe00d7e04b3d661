/**
 * Somebody as a vendor knows them; `email` is absent where the vendor hides it. `until` is the end of their duty, in ms
 * since the epoch, for whoever is on call.
 */
export type VendorUser = {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly until?: number;
};

/**
 * What a look-up gave. `absent`: the vendor says that there is nobody. `barred`: the token may not ask that. `away`: it
 * could not be asked now; not before `afterMs` again, where it says so.
 */
export type LookedUp<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "barred" }
  | { readonly kind: "away"; readonly afterMs?: number };

type Ask<T> = (what: string, signal: AbortSignal) => Promise<LookedUp<T>>;

/**
 * What a vendor says of people: filled by the receivers, asked by the directory. Each look-up is a few requests and ends
 * by its signal; none rejects.
 */
export type PeopleSource = {
  readonly user: Ask<VendorUser>;
  /** By e-mail, in any case. */
  readonly byEmail: Ask<VendorUser>;
  /** Who is in a group, or on call by a schedule now; a vendor without groups has none. */
  readonly members?: Ask<readonly VendorUser[]>;
};

/** The vendors that know people. */
export const peopleVendors = ["slack", "teams", "pagerduty", "jira"] as const;
export type PeopleVendor = (typeof peopleVendors)[number];
/** Each where it is configured. */
export type PeopleSources = Readonly<Partial<Record<PeopleVendor, PeopleSource>>>;
