import { peopleFaults as say } from "../../words/people.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { PolicyDocument } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import type { Destinations } from "../places/destinations.ts";
import type { FaultBook } from "../policy-error.ts";
import { type ContactBook, readContacts } from "./contacts.ts";
import { compileExperts } from "./experts.ts";
import type { People, Permission, TokenGrant } from "./people.ts";
import { alwaysFor, byMatrix, everybody, forOnCall, permissionIds, rolesFor } from "./permissions.ts";
import { compileRoles, type Roles } from "./roles.ts";

export type PeopleParts = {
  readonly document: PolicyDocument;
  readonly text: PolicyText;
  readonly destinations: Destinations;
};

/** What the policy says of people, with what `policy check` needs to find what is odd there. */
export type CompiledPeople = { readonly people: People; readonly contacts: ContactBook; readonly roles: Roles };

/** Compiles `contacts:`, `roles:`, `permissions:`, `experts:`, `tokens:` and the teams' roles (behaviour 6). */
export function compilePeople(parts: PeopleParts, book: FaultBook): CompiledPeople {
  const { document } = parts;
  const contacts = readContacts(document, book);
  const roles = compileRoles(document, parts.destinations, contacts, book);
  const teams = [undefined, ...Object.keys(document.teams ?? {})];
  const all = roles.known.map((role) => ({ role, held: teams.flatMap((team) => roles.holders(role, team)) }));
  const holders = all.flatMap(({ held }) => held);
  const experts = compileExperts({ ...parts, contacts }, book);
  const people: People = {
    contacts: contacts.byId,
    hasRoles: roles.isConfigured,
    roles: all.flatMap(({ role, held }) => (held.length > 0 ? [role] : [])),
    holders: roles.holders,
    may: compilePermissions(document, roles, book),
    experts,
    schedules: roles.schedules,
    named: new Set([
      ...holders.flatMap((one) => (one.kind === "email" ? [one.email] : [])),
      ...[...experts.values()].flatMap((group) => group.people),
    ]),
    groups: new Set(holders.flatMap(({ kind }) => (kind === "email" ? [] : [kind]))),
    tokens: readTokens(document, roles, book),
  };
  return { people, contacts, roles };
}

function compilePermissions({ permissions = {} }: PolicyDocument, roles: Roles, book: FaultBook): People["may"] {
  const written = new Map<string, readonly string[]>(Object.entries(permissions));
  for (const [id, list] of written) {
    if (!permissionIds.includes(id)) {
      book.fault(["permissions", id], say.unknownHandler({ id, near: nearest(id, permissionIds) }), { at: "key" });
    }
    for (const [at, role] of list.entries()) {
      if (role !== everybody) checkRole(role, ["permissions", id, at], roles, book);
    }
  }
  return (handler, team) => {
    const own = written.get(handler);
    if (own) return own.includes(everybody) ? forEverybody : rolesFor(handler, own);
    const matrix = roles.isConfigured ? (byMatrix[handler] ?? []) : [];
    const held = matrix.filter((role) => roles.holders(role, team).length > 0);
    const always = held.length > 0 ? held : alwaysFor[handler];
    if (always) return rolesFor(handler, always);
    return forOnCall.has(handler) ? rolesFor(handler, ["on-call"]) : forEverybody;
  };
}

const forEverybody: Permission = { everybody: true, roles: [] };

function readTokens({ tokens = {} }: PolicyDocument, roles: Roles, book: FaultBook): ReadonlyMap<string, TokenGrant> {
  return new Map(
    Object.entries(tokens).map(([name, { roles: held = [], acts_for = false }]) => {
      for (const [at, role] of held.entries()) checkRole(role, ["tokens", name, "roles", at], roles, book);
      return [name, { roles: held, actsFor: acts_for }] as const;
    }),
  );
}

/** Writes down a role that nobody wrote. */
export function checkRole(role: string, path: readonly (string | number)[], { known }: Roles, book: FaultBook): void {
  if (!known.includes(role)) book.fault(path, say.unknownRole({ role, near: nearest(role, known), known }));
}
