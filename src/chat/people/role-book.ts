import type { GroupKind, People, RoleHolder } from "../../policy/people/people.ts";
import type { PeopleSources, VendorUser } from "../../policy/people/vendor-people.ts";
import type { Account, Directory, OnCall, Person } from "../person.ts";
import type { Acquaintance } from "./acquaintance.ts";
import type { ContactIndex } from "./contact-index.ts";
import type { Known, LookUps } from "./look-ups.ts";

type Deps = {
  readonly people: () => People;
  readonly contacts: ContactIndex;
  readonly sources: PeopleSources;
  readonly groups: LookUps<readonly VendorUser[]>;
  readonly acquaintance: Acquaintance;
};
type Group = Extract<RoleHolder, { readonly kind: GroupKind }>;
type MembersOf = (group: Group) => Promise<Known<readonly VendorUser[]>>;

const vendorOf = { "slack-group": "slack", "entra-group": "teams", "pagerduty-schedule": "pagerduty" } as const;

/** Who holds which role, and who is on call: by e-mail at once, by groups and schedules as the vendors say. */
export function createRoleBook(deps: Deps): Pick<Directory, "rolesOf" | "onCall"> {
  const membersOf: MembersOf = async ({ kind, id }) => {
    const members = deps.sources[vendorOf[kind]]?.members;
    return members ? deps.groups.get(`${kind}/${id}`, (signal) => members(id, signal)) : { kind: "unknown" };
  };
  return { rolesOf: rolesBy(deps, membersOf), onCall: onCallBy(deps, membersOf) };
}

function rolesBy({ people, contacts, acquaintance }: Deps, membersOf: MembersOf): Directory["rolesOf"] {
  const isIn = async (person: Person, group: Group): Promise<boolean> => {
    const members = await membersOf(group);
    if (members.kind !== "found" || members.value.length === 0) return false;
    const { email } = person;
    if (email !== undefined && members.value.some((one) => one.email?.toLowerCase() === email)) return true;
    const account = await acquaintance.accountOf(person, vendorOf[group.kind]);
    return account !== undefined && members.value.some((one) => one.id === account);
  };
  return async (person, team) => {
    const policy = people();
    const token = /^api:(?<name>.+)$/.exec(person.actor.id)?.groups?.name;
    if (token !== undefined && person.email === undefined) return new Set(policy.tokens.get(token)?.roles);
    const id = contacts.of(person)?.id ?? person.email ?? person.actor.id.replace(/^person:/, "");
    const holds = (holder: RoleHolder) => (holder.kind === "email" ? holder.email === id : isIn(person, holder));
    const held = await Promise.all(
      policy.roles.map(async (role) => {
        const answers = await Promise.all(policy.holders(role, team).map(holds));
        return answers.includes(true) ? [role] : [];
      }),
    );
    return new Set(held.flat());
  };
}

function onCallBy({ people, sources, acquaintance }: Deps, membersOf: MembersOf): Directory["onCall"] {
  return async (team) => {
    const policy = people();
    const schedules = policy.schedules(team);
    const always = policy.holders("on-call", team).flatMap((one) => (one.kind === "email" ? [one.email] : []));
    const read = await Promise.all(schedules.map((id) => membersOf({ kind: "pagerduty-schedule", id })));
    const duty = read.flatMap((one) => (one.kind === "found" ? one.value : []));
    const found = await Promise.all([
      ...duty.map((one) => acquaintance.personOf(accountOf(one))),
      ...always.map(acquaintance.personById),
    ]);
    const unique = [...new Map(found.map((person) => [person.actor.id, person])).values()];
    if (unique.length === 0) return { kind: "nobody", because: whyNobody(sources, schedules, read) };
    const ends = duty.flatMap(({ until }) => until ?? []);
    return { kind: "people", people: unique, ...(ends.length > 0 ? { until: Math.min(...ends) } : {}) };
  };
}

function accountOf({ id, email, name }: VendorUser): Account {
  return { vendor: "pagerduty", id, ...(email ? { email } : {}), ...(name ? { name } : {}) };
}

type NobodyBecause = Extract<OnCall, { readonly kind: "nobody" }>["because"];

function whyNobody(
  sources: PeopleSources,
  schedules: readonly string[],
  read: readonly Known<unknown>[],
): NobodyBecause {
  if (schedules.length === 0) return "no-schedule";
  if (!sources.pagerduty) return "no-token";
  return read.some(({ kind }) => kind === "unknown" || kind === "away") ? "unreachable" : "empty";
}
