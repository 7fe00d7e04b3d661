import type { Contact, People } from "../../policy/people/people.ts";
import { type PeopleVendor, peopleVendors } from "../../policy/people/vendor-people.ts";
import type { Person } from "../person.ts";

/** The contacts of the policy in force, by what people are known by. */
export type ContactIndex = {
  readonly byId: (id: string) => Contact | undefined;
  /** The only contact of that name, in any case. */
  readonly byName: (name: string) => Contact | undefined;
  readonly byAccount: (vendor: PeopleVendor, id: string) => Contact | undefined;
  readonly of: (person: Person) => Contact | undefined;
};

/** Made anew for each policy, so that a reload counts at once. */
export function createContactIndex(people: () => People): ContactIndex {
  let made: { readonly of: People; readonly accounts: ReadonlyMap<string, Contact> } | undefined;
  const accounts = () => {
    const now = people();
    if (made?.of !== now) made = { of: now, accounts: accountsIn(now) };
    return made.accounts;
  };
  const byId = (id: string) => people().contacts.get(id);
  return {
    byId,
    byName: (name) => {
      const wanted = name.trim().toLowerCase();
      const found = [...people().contacts.values()].filter((one) => one.name.toLowerCase() === wanted);
      return found.length === 1 ? found[0] : undefined;
    },
    byAccount: (vendor, id) => accounts().get(`${vendor}:${id.toLowerCase()}`),
    of: ({ actor, email }) => byId(email ?? actor.id.replace(/^person:/, "")),
  };
}

/** Ids are compared in any case: Entra's are written in both. */
function accountsIn({ contacts }: People): ReadonlyMap<string, Contact> {
  const entries = [...contacts.values()].flatMap((contact) =>
    peopleVendors.flatMap((vendor) => {
      const id = contact[vendor];
      return id ? [[`${vendor}:${id.toLowerCase()}`, contact] as const] : [];
    }),
  );
  return new Map(entries);
}
