import { refuse, type SlackCallIn, type SlackReply, sandboxIds, textArg } from "./call.ts";

/** People of the sandbox; invented names under a domain that exists for examples. */
export const people = [
  { id: "U0ONCALL01", name: "ada", real_name: "Ada On-Call", email: "ada@corp.example" },
  { id: "U0OWNER001", name: "paul", real_name: "Paul Owner", email: "paul@corp.example" },
] as const;

/** `users.info`. */
export function userInfo(call: SlackCallIn): SlackReply {
  const found = people.find(({ id }) => id === textArg(call, "user"));
  return found ? { ok: true, user: userOf(found) } : refuse("user_not_found");
}

/** `users.lookupByEmail`. */
export function lookupByEmail(call: SlackCallIn): SlackReply {
  const found = people.find(({ email }) => email === textArg(call, "email"));
  return found ? { ok: true, user: userOf(found) } : refuse("users_not_found");
}

function userOf({ id, name, real_name, email }: (typeof people)[number]): object {
  const profile = { real_name, display_name: name, email };
  return { id, team_id: sandboxIds.team, name, real_name, deleted: false, is_bot: false, tz: "Europe/Paris", profile };
}
