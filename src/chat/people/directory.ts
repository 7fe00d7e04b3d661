import type { Contact, People, RoleHolder } from "../../policy/people/people.ts";
import type { PeopleSources, PeopleVendor, VendorUser } from "../../policy/people/vendor-people.ts";
import type { Account, Directory, OnCall, Person } from "../person.ts";
import { createContactIndex } from "./contact-index.ts";
import { createLookUps, type Known } from "./look-ups.ts";
import { mentionFor } from "./mention.ts";

export type DirectoryDeps = {
  /** The policy in force. */
  readonly people: () => People;
  readonly sources: PeopleSources;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** One look-up ends after this, in ms; 1.2 s by default. */
  readonly timeOutMs?: number;
};

/** Who somebody is, changes seldom. */
const personTimes = { freshMs: 10 * 60_000, staleMs: 24 * 3_600_000 };
/** Who holds a role by a group or a schedule is asked again soon: whoever loses it must not act much longer. */
const groupTimes = { freshMs: 60_000, staleMs: 15 * 60_000 };
/** A press makes two look-ups one after the other, and Slack waits 3 s. */
const timeOutMsDefault = 1_200;

const vendors = ["slack", "teams", "pagerduty", "jira"] as const satisfies readonly PeopleVendor[];
const groupVendors = { "slack-group": "slack", "entra-group": "teams", "pagerduty-schedule": "pagerduty" } as const;
type Group = Exclude<RoleHolder, { readonly kind: "email" }>;

/** Opens the directory: contacts of the policy first, then what vendors say, cached (behaviour 6). */
export function createDirectory({ people, sources, now, timeOutMs = timeOutMsDefault }: DirectoryDeps): Directory {
  const users = createLookUps<VendorUser>(personTimes, { now, timeOutMs });
  const groups = createLookUps<readonly VendorUser[]>(groupTimes, { now, timeOutMs });
  const contacts = createContactIndex(people);

  const lookUp = async (vendor: PeopleVendor, by: "user" | "byEmail", what: string): Promise<Known<VendorUser>> => {
    const source = sources[vendor];
    if (!source) return { kind: "unknown" };
    const found = await users.get(`${vendor}/${by}/${what}`, (signal) => source[by](what, signal));
    // Their account is known from now on by their e-mail, too.
    if (by === "user" && found.kind === "found" && found.value.email) {
      users.keep(`${vendor}/byEmail/${found.value.email.toLowerCase()}`, found.value);
    }
    return found;
  };

  const personOf: Directory["personOf"] = async (account) => {
    if (account.vendor === "api") return { actor: { id: `api:${account.id}`, ...named(account.name) } };
    const contact = contacts.byAccount(account.vendor, account.id);
    if (contact) return personFrom(contact);
    const given = account.email ? { email: account.email, name: account.name } : undefined;
    const found = given ? undefined : await lookUp(account.vendor, "user", account.id);
    const said = given ?? (found?.kind === "found" ? found.value : undefined);
    const name = said?.name ?? account.name;
    if (!said?.email) return { actor: { id: `person:${account.vendor}:${account.id}`, ...named(name) } };
    const email = said.email.trim().toLowerCase();
    users.keep(`${account.vendor}/byEmail/${email}`, { id: account.id, email, ...named(name) });
    const known = contacts.byId(email);
    return known ? personFrom(known) : { actor: { id: `person:${email}`, ...named(name) }, email };
  };

  const accountOf: Directory["accountOf"] = async (person, vendor) => {
    if (vendor === "api") return undefined;
    const own = contacts.of(person)?.[vendor];
    if (own) return own;
    const prefix = `person:${vendor}:`;
    if (person.actor.id.startsWith(prefix)) return person.actor.id.slice(prefix.length);
    if (person.email === undefined) return undefined;
    const found = await lookUp(vendor, "byEmail", person.email);
    return found.kind === "found" ? found.value.id : undefined;
  };

  const membersOf = async ({ kind, id }: Group): Promise<Known<readonly VendorUser[]>> => {
    const members = sources[groupVendors[kind]]?.members;
    return members ? groups.get(`${kind}/${id}`, (signal) => members(id, signal)) : { kind: "unknown" };
  };

  const isIn = async (person: Person, group: Group): Promise<boolean> => {
    const members = await membersOf(group);
    if (members.kind !== "found" || members.value.length === 0) return false;
    const { email } = person;
    if (email !== undefined && members.value.some((one) => one.email?.toLowerCase() === email)) return true;
    const account = await accountOf(person, groupVendors[group.kind]);
    return account !== undefined && members.value.some((one) => one.id === account);
  };

  const rolesOf: Directory["rolesOf"] = async (person, team) => {
    const now = people();
    const token = /^api:(?<name>.+)$/.exec(person.actor.id)?.groups?.name;
    if (token !== undefined && person.email === undefined) return new Set(now.tokens.get(token)?.roles);
    const id = contacts.of(person)?.id ?? person.email ?? person.actor.id.replace(/^person:/, "");
    const holds = (holder: RoleHolder) => (holder.kind === "email" ? holder.email === id : isIn(person, holder));
    const held = await Promise.all(
      now.roles.map(async (role) => {
        const answers = await Promise.all(now.holders(role, team).map(holds));
        return answers.includes(true) ? [role] : [];
      }),
    );
    return new Set(held.flat());
  };

  const onCall: Directory["onCall"] = async (team) => {
    const policy = people();
    const schedules = policy.schedules(team);
    const always = policy.holders("on-call", team).flatMap((one) => (one.kind === "email" ? [one.email] : []));
    const read = await Promise.all(schedules.map((id) => membersOf({ kind: "pagerduty-schedule", id })));
    const duty = read.flatMap((one) => (one.kind === "found" ? one.value : []));
    const found = await Promise.all([
      ...duty.map(({ id, email, name }) => personOf({ vendor: "pagerduty", id, ...mail(email), ...named(name) })),
      ...always.map(personById),
    ]);
    const unique = [...new Map(found.map((person) => [person.actor.id, person])).values()];
    const ends = duty.flatMap(({ until }) => until ?? []);
    if (unique.length > 0) {
      return { kind: "people", people: unique, ...(ends.length > 0 ? { until: Math.min(...ends) } : {}) };
    }
    return { kind: "nobody", because: whyNobody(schedules, read) };
  };

  const whyNobody = (schedules: readonly string[], read: readonly Known<unknown>[]): NobodyBecause => {
    if (schedules.length === 0) return "no-schedule";
    if (!sources.pagerduty) return "no-token";
    return read.some(({ kind }) => kind === "unknown") ? "unreachable" : "empty";
  };

  const personById = async (id: string): Promise<Person> => {
    const contact = contacts.byId(id);
    return contact ? personFrom(contact) : { actor: { id: `person:${id}` }, email: id };
  };

  const find: Directory["find"] = async (reference) => {
    const { vendor, id = "" } = /^(?<vendor>slack|teams|pagerduty|jira):(?<id>.+)$/.exec(reference)?.groups ?? {};
    const known = vendors.find((one) => one === vendor);
    if (known) {
      if (contacts.byAccount(known, id)) return personOf({ vendor: known, id });
      const found = await lookUp(known, "user", id);
      return found.kind === "absent" ? null : personOf({ vendor: known, id });
    }
    const contact = contacts.byId(reference.trim().toLowerCase()) ?? contacts.byName(reference);
    if (contact) return personFrom(contact);
    if (!/^[^\s@]+@[^\s@]+$/.test(reference.trim())) return null;
    const email = reference.trim().toLowerCase();
    const answers = await Promise.all(vendors.map((one) => lookUp(one, "byEmail", email)));
    const found = answers.flatMap((one) => (one.kind === "found" ? [one.value] : []))[0];
    const isKnown = found !== undefined || people().named.has(email);
    return isKnown ? { actor: { id: `person:${email}`, ...named(found?.name) }, email } : null;
  };

  return {
    personOf,
    find,
    rolesOf,
    onCall,
    accountOf,
    mentionOf: (person, receiver) => mentionFor(person, receiver, accountOf),
  };
}

type NobodyBecause = Extract<OnCall, { readonly kind: "nobody" }>["because"];

const named = (name: string | undefined) => (name === undefined ? {} : { name });
const mail = (email: string | undefined): Pick<Account, "email"> => (email === undefined ? {} : { email });

function personFrom({ id, name, locale }: Contact): Person {
  const email = id.includes("@") ? { email: id } : {};
  return { actor: { id: `person:${id}`, name }, ...email, ...(locale ? { locale } : {}) };
}
