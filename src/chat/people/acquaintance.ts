import type { Contact, People } from "../../policy/people/people.ts";
import {
  type PeopleSources,
  type PeopleVendor,
  peopleVendors,
  type VendorUser,
} from "../../policy/people/vendor-people.ts";
import type { Directory, Person } from "../person.ts";
import type { ContactIndex } from "./contact-index.ts";
import type { Known, LookUps } from "./look-ups.ts";

/** Who somebody is: the part of the directory that knows persons. */
export type Acquaintance = Pick<Directory, "personOf" | "find" | "accountOf"> & {
  /** A contact, or whoever an e-mail names, by the id that the policy gives them. */
  readonly personById: (id: string) => Person;
};

type Deps = {
  readonly people: () => People;
  readonly contacts: ContactIndex;
  readonly sources: PeopleSources;
  readonly users: LookUps<VendorUser>;
};

/** An id goes into mentions and addresses, so that it holds nothing that would end one and begin another. */
const reference = /^(?<vendor>slack|teams|pagerduty|jira):(?<id>[^\s<>,|]{1,200})$/;
/** No address is longer. @see RFC 5321, 4.5.3.1 */
const emailPattern = /^[^\s@]{1,64}@[^\s@]{1,254}$/;

/** Contacts of the policy come first, then what vendors say. */
export function createAcquaintance(deps: Deps): Acquaintance {
  const { contacts, people } = deps;
  const lookUp = lookUpBy(deps);
  const personOf = personBy(deps, lookUp);
  return {
    personOf,
    personById: (id) => {
      const contact = contacts.byId(id);
      return contact ? personFrom(contact) : { actor: { id: `person:${id}` }, email: id };
    },
    accountOf: async (person, vendor) => {
      if (vendor === "api") return undefined;
      const own = contacts.of(person)?.[vendor];
      if (own) return own;
      const prefix = `person:${vendor}:`;
      if (person.actor.id.startsWith(prefix)) return person.actor.id.slice(prefix.length);
      if (person.email === undefined) return undefined;
      const found = await lookUp(vendor, "byEmail", person.email);
      return found.kind === "found" ? found.value.id : undefined;
    },
    find: async (asked) => {
      const { vendor, id = "" } = reference.exec(asked)?.groups ?? {};
      const known = peopleVendors.find((one) => one === vendor);
      if (known) {
        if (contacts.byAccount(known, id)) return personOf({ vendor: known, id });
        const found = await lookUp(known, "user", id);
        return found.kind === "absent" ? null : personOf({ vendor: known, id });
      }
      const email = lowered(asked);
      const contact = contacts.byId(email) ?? contacts.byName(asked);
      if (contact) return personFrom(contact);
      if (!emailPattern.test(email)) return null;
      const answers = await Promise.all(peopleVendors.map((one) => lookUp(one, "byEmail", email)));
      const found = answers.flatMap((one) => (one.kind === "found" ? [one.value] : []))[0];
      const isKnown = found !== undefined || people().named.has(email);
      return isKnown ? { actor: { id: `person:${email}`, ...named(found?.name) }, email } : null;
    },
  };
}

type LookUp = (vendor: PeopleVendor, by: "user" | "byEmail", what: string) => Promise<Known<VendorUser>>;

/** Asks a vendor for somebody; whoever was found by their account is known by their e-mail from then on, too. */
function lookUpBy({ sources, users }: Deps): LookUp {
  return async (vendor, by, what) => {
    const source = sources[vendor];
    if (!source) return { kind: "unknown" };
    const found = await users.get(`${vendor}/${by}/${what}`, (signal) => source[by](what, signal));
    if (by === "user" && found.kind === "found" && found.value.email) {
      users.keep(`${vendor}/byEmail/${lowered(found.value.email)}`, found.value);
    }
    return found;
  };
}

function personBy({ contacts, users }: Deps, lookUp: LookUp): Directory["personOf"] {
  return async ({ vendor, id, email: given, name: called }) => {
    if (vendor === "api") return { actor: { id: `api:${id}`, ...named(called) } };
    const contact = contacts.byAccount(vendor, id);
    if (contact) return personFrom(contact);
    const found = given ? undefined : await lookUp(vendor, "user", id);
    const said = found?.kind === "found" ? found.value : { email: given, name: called };
    const name = said.name ?? called;
    if (!said.email) {
      const unasked = found?.kind === "away" ? { unasked: true as const } : {};
      return { actor: { id: `person:${vendor}:${id}`, ...named(name) }, ...unasked };
    }
    const email = lowered(said.email);
    users.keep(`${vendor}/byEmail/${email}`, { id, email, ...named(name) });
    const known = contacts.byId(email);
    return known ? personFrom(known) : { actor: { id: `person:${email}`, ...named(name) }, email };
  };
}

/** In lower case, ASCII alone: `\u212a`, the sign of Kelvin, is another letter than `k`, and may be in somebody else's address. */
function lowered(email: string): string {
  return email.trim().replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const named = (name: string | undefined) => (name === undefined ? {} : { name });

function personFrom({ id, name, locale }: Contact): Person {
  const email = id.includes("@") ? { email: id } : {};
  return { actor: { id: `person:${id}`, name }, ...email, ...(locale ? { locale } : {}) };
}
