import type { DeskId } from "../../incident/handler-ids.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Asked } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";

/** Why somebody may not do what is about no single incident; `null` when they may (behaviour 6). */
export async function refusalOf(
  { directory, policy }: CommandDeps,
  { account, locale }: Asked,
  what: DeskId,
  team: string | undefined,
): Promise<string | null> {
  const { everybody, roles } = policy().people.may(what, team);
  if (everybody) return null;
  const held = await directory.rolesOf(await directory.personOf(account), team);
  return roles.some((role) => held.has(role)) ? null : commandWordsOf(locale).mayNot(roles);
}
