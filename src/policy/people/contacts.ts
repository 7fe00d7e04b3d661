import { peopleFaults as say } from "../../words/people.ts";
import type { Path } from "../document/path.ts";
import type { PolicyDocument, WrittenContact } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Contact } from "./people.ts";

/** Where people have accounts, by the key of a contact. */
const accountShapes = {
  slack: /^[UW][A-Z0-9]{4,}$/,
  teams: /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|29:[\w-]+)$/i,
  pagerduty: /^[A-Z0-9]{4,20}$/,
  jira: /^[\w:-]{5,128}$/,
} as const;
type AccountKey = keyof typeof accountShapes;
const accountKeys = Object.keys(accountShapes).filter((key): key is AccountKey => key in accountShapes);

const emailShape = /^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@<>".]{2,}$/;

/** The e-mail as it is compared: people and vendors write it in any case. */
function sameEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Contacts by id, and what a name or an e-mail in the policy means. */
export type ContactBook = {
  readonly byId: ReadonlyMap<string, Contact>;
  /** Contacts that say nothing by which somebody is found, by name, and where they are written. */
  readonly empty: ReadonlyMap<string, Path>;
  /** Where each contact is written, by id. */
  readonly places: ReadonlyMap<string, Path>;
  /** The id of an e-mail or of a contact's name; `undefined` is a contact that says nothing, or a fault in the book. */
  readonly idOf: (text: string, path: Path, otherNames?: readonly string[]) => string | undefined;
};

/** Reads `contacts:`; the same e-mail or account twice is a fault, for nobody could say whose it is. */
export function readContacts({ contacts = [] }: PolicyDocument, book: FaultBook): ContactBook {
  const byId = new Map<string, Contact>();
  const places = new Map<string, Path>();
  const empty = new Map<string, Path>();
  const seen = new Map<string, string>();
  for (const [at, written] of contacts.entries()) {
    const path = ["contacts", at];
    const contact = contactOf(written);
    shapeFaults(written, path, book);
    for (const one of identifiers(contact)) {
      const first = seen.get(one);
      if (first !== undefined) book.fault(path, say.contactTwice({ what: one, first }));
      seen.set(one, written.name);
    }
    if (contact.id === "") empty.set(written.name, path);
    else {
      byId.set(contact.id, contact);
      places.set(contact.id, path);
    }
  }
  return { byId, empty, places, idOf: (...asked) => idIn({ byId, empty }, book, ...asked) };
}

function contactOf({ name, email, slack, teams, pagerduty, jira, phone, locale }: WrittenContact): Contact {
  const accounts = {
    ...(slack ? { slack } : {}),
    ...(teams ? { teams } : {}),
    ...(pagerduty ? { pagerduty } : {}),
    ...(jira ? { jira } : {}),
  };
  const [account] = Object.entries(accounts);
  const id = email ? sameEmail(email) : account ? account.join(":") : "";
  return { id, name, ...accounts, ...(phone ? { phone } : {}), ...(locale ? { locale } : {}) };
}

function identifiers(contact: Contact): readonly string[] {
  const accounts = accountKeys.flatMap((key) => (contact[key] ? [`${key}:${contact[key]}`] : []));
  return [...new Set([...(contact.id ? [contact.id] : []), ...accounts])];
}

function shapeFaults(written: WrittenContact, path: Path, book: FaultBook): void {
  const { email } = written;
  if (email && !emailShape.test(email)) book.fault([...path, "email"], say.badEmail({ value: email }));
  for (const key of accountKeys) {
    const value = written[key];
    if (value && !accountShapes[key].test(value)) book.fault([...path, key], say.badAccount({ key, value }));
  }
}

function idIn(
  { byId, empty }: Pick<ContactBook, "byId" | "empty">,
  book: FaultBook,
  text: string,
  path: Path,
  otherNames: readonly string[] = [],
): string | undefined {
  if (emailShape.test(text)) return sameEmail(text);
  const named = [...byId.values()].filter(({ name }) => name === text);
  if (named.length > 1) book.fault(path, say.ambiguousName({ name: text }));
  if (named.length > 0) return named[0]?.id;
  if (empty.has(text)) return undefined;
  const known = [...otherNames, ...[...byId.values()].map(({ name }) => name), ...empty.keys()];
  book.fault(path, say.unknownHolder({ name: text, near: nearest(text, known) }));
}
