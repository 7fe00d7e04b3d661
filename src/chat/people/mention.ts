import type { Directory, Person } from "../person.ts";

/** How a receiver writes that somebody is called, from what they have there. */
const shapes: Readonly<Record<string, (account: string, name: string) => string>> = {
  slack: (account) => `<@${account}>`,
  // A comma would end the name, and a bracket begin the id (teams/mention.ts).
  teams: (account, name) => `${name.replaceAll(/[<>,]/g, " ").trim() || account} <${account}>`,
};

/** The receivers that mention people. */
export const mentioning = ["slack", "teams"] as const;

/** How a receiver mentions somebody; `undefined` where it has no mentions, or they have no account there. */
export async function mentionFor(
  person: Person,
  receiver: string,
  accountOf: Directory["accountOf"],
): Promise<string | undefined> {
  const shape = shapes[receiver];
  if (!shape || (receiver !== "slack" && receiver !== "teams")) return undefined;
  const account = await accountOf(person, receiver);
  return account === undefined ? undefined : shape(account, person.actor.name ?? person.email ?? account);
}
