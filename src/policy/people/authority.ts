import { isActionId } from "../../incident/actions/action-ids.ts";
import type { ActionsBench, DeclaredActions } from "../actions/compile-actions.ts";
import type { FaultBook } from "../policy-error.ts";
import { type CompiledPeople, checkRole } from "./compile-people.ts";
import type { People } from "./people.ts";
import { rolesFor } from "./permissions.ts";

/** Reads whom an action names: who alone may press it, and who must approve it. */
export function actorsIn(
  { contacts, roles }: Pick<CompiledPeople, "contacts" | "roles">,
  book: FaultBook,
): Pick<ActionsBench, "actorsOf" | "approversOf"> {
  return {
    actorsOf: (names, path) => {
      const isRole = (name: string) => roles.known.includes(name);
      const people = names.flatMap((name, at) =>
        isRole(name) ? [] : (contacts.idOf(name, [...path, at], roles.known) ?? []),
      );
      return { people, roles: names.filter(isRole) };
    },
    approversOf: (names, path) => {
      for (const [at, role] of names.entries()) checkRole(role, [...path, at], roles, book);
      return names;
    },
  };
}

/**
 * The people with what services say of their own actions: an `authority` stands in the place of the action's permission
 * and is nobody else's (A004-35); `approvers` in the place of who may approve it.
 */
export function withAuthority(people: People, declared: DeclaredActions): People {
  const all = [...declared.values()].flatMap((actions) => [...actions.values()]);
  const emails = all.flatMap(({ authority }) => authority?.people ?? []);
  return {
    ...people,
    named: new Set([...people.named, ...emails]),
    may: (id, team, service) => {
      const actions = declared.get(service ?? "");
      const authority = isActionId(id) ? actions?.get(id)?.authority : undefined;
      if (authority) return { everybody: false, ...authority };
      const approved = id.replace(/^approve-/, "");
      const approvers = approved !== id && isActionId(approved) ? actions?.get(approved)?.approvers : undefined;
      return approvers && approvers.length > 0 ? rolesFor(id, approvers) : people.may(id, team);
    },
  };
}
