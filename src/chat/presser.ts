import type { Policy } from "../policy/policy.ts";
import type { Account, Directory, Person } from "./person.ts";

/** Who acts, with the roles that they hold where it is. */
export type Presser = { readonly person: Person; readonly roles: ReadonlySet<string> };

type Deps = { readonly directory: Directory; readonly policy: Policy };

/**
 * Who stands behind an account. A token acts for itself with the roles that the policy gives it; a trusted bridge acts for
 * somebody with theirs, and is named beside them (protocol 12.3).
 *
 * @param team whose incident it is
 */
export async function presserOf(account: Account, team: string | undefined, deps: Deps): Promise<Presser> {
  const { directory, policy } = deps;
  if (account.vendor !== "api") {
    const person = await directory.personOf(account);
    return { person, roles: await directory.rolesOf(person, team) };
  }
  const through = `api:${account.id}`;
  const { email } = account;
  if (email === undefined) {
    const roles = new Set(policy.people.tokens.get(account.id)?.roles);
    return { person: { actor: { id: through, name: account.id } }, roles };
  }
  const found = await directory.find(email);
  const name = found?.actor.name ?? email;
  const person: Person = { ...found, actor: { id: `${through} for ${email}`, name }, email, through };
  return { person, roles: found ? await directory.rolesOf(found, team) : new Set() };
}
