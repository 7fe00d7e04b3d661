import type { Actor } from "../incident/actor.ts";
import type { Incident } from "../incident/incident.ts";
import type { Policy } from "../policy/policy.ts";
import { deskWordsOf } from "../words/desk.ts";
import type { Locale } from "../words/locale.ts";
import type { Directory } from "./person.ts";

type Deps = { readonly directory: Pick<Directory, "find" | "rolesOf">; readonly policy: Policy };

/** Somebody who did something before, by name and role: `Ada (on-call)` (U-07). */
export async function whoDid(by: Actor, { names, team }: Incident, deps: Deps, locale: Locale): Promise<string> {
  const [, kind = "", bare = by.id] = /^(person|api|source):(.*)$/s.exec(by.id) ?? [];
  if (kind === "" && by.id === "vigie") return deskWordsOf(locale).me;
  const name = by.name ?? names?.[by.id] ?? bare;
  const person = kind === "person" ? await deps.directory.find(bare) : null;
  const roles = person ? await deps.directory.rolesOf(person, team?.id) : new Set<string>();
  const [role] = deps.policy.people.roles.filter((one) => roles.has(one));
  return role === undefined ? name : `${name} (${role})`;
}
