import { type SandboxPerson, sandboxGroups, sandboxPeople } from "../people.ts";
import { refuse, type SlackCallIn, type SlackReply, sandboxIds, textArg } from "./call.ts";

const [ada, bo, chi] = sandboxPeople;

/** The sandbox's people as Slack knows them. */
export const people = [slackUser(ada), slackUser(bo), slackUser(chi)] as const;

function slackUser({ slack, name, email }: SandboxPerson) {
  return { id: slack, name: email.replace(/@.*/, ""), real_name: name, email };
}

/** The one user group that there is, and who is in it. */
const userGroups: Readonly<Record<string, readonly string[]>> = { [sandboxGroups.slack]: [ada.slack] };

/** `users.info`. */
export function userInfo(call: SlackCallIn): SlackReply {
  const found = people.find(({ id }) => id === textArg(call, "user"));
  return found ? { ok: true, user: userOf(found, call) } : refuse("user_not_found");
}

/** `users.lookupByEmail`. */
export function lookupByEmail(call: SlackCallIn): SlackReply {
  const found = people.find(({ email }) => email === textArg(call, "email")?.toLowerCase());
  return found ? { ok: true, user: userOf(found, call) } : refuse("users_not_found");
}

/** `usergroups.users.list`. */
export function listGroupUsers(call: SlackCallIn): SlackReply {
  const group = textArg(call, "usergroup") ?? "";
  const users = userGroups[group];
  if (!users) return refuse("no_such_subteam");
  const left = call.memory.leavers(group);
  return { ok: true, users: users.filter((user) => !left.includes(user)) };
}

/** The e-mail is there with its own scope alone. */
function userOf({ id, name, real_name, email }: (typeof people)[number], { scopes }: SlackCallIn): object {
  const profile = { real_name, display_name: real_name, ...(scopes.includes("users:read.email") ? { email } : {}) };
  return { id, team_id: sandboxIds.team, name, real_name, deleted: false, is_bot: false, tz: "Europe/Paris", profile };
}
