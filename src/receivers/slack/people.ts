import type { LookedUp, PeopleSource, VendorUser } from "../../policy/people/vendor-people.ts";
import { lookUpFailure } from "../look-up-failure.ts";
import type { SlackAnswer, SlackCall, SlackUser } from "./client.ts";

/**
 * Who people are in Slack. The e-mail is there with `users:read.email` alone; groups want `usergroups:read`. Bots and
 * accounts that were closed are nobody.
 *
 * @see https://docs.slack.dev/reference/methods/users.info (2026-11-20)
 * @see https://docs.slack.dev/reference/methods/users.lookupByEmail (2026-11-20)
 * @see https://docs.slack.dev/reference/methods/usergroups.users.list (2026-11-20)
 */
export function slackPeople(call: SlackCall): PeopleSource {
  return {
    user: async (id, signal) => userIn(await call("users.info", { user: id }, signal)),
    byEmail: async (email, signal) => userIn(await call("users.lookupByEmail", { email }, signal)),
    members: async (id, signal) => {
      const answer = await call("usergroups.users.list", { usergroup: id }, signal);
      if (answer.kind !== "ok") return lookUpFailure(answer);
      return { kind: "found", value: answer.value.users.map((user) => ({ id: user })) };
    },
  };
}

function userIn(answer: SlackAnswer<"users.info">): LookedUp<VendorUser> {
  if (answer.kind !== "ok") return lookUpFailure(answer);
  const { user } = answer.value;
  return user.deleted || user.is_bot ? { kind: "absent" } : { kind: "found", value: personIn(user) };
}

function personIn({ id, name, real_name, profile }: SlackUser): VendorUser {
  const called = profile.display_name || profile.real_name || real_name || name;
  return { id, ...(called ? { name: called } : {}), ...(profile.email ? { email: profile.email } : {}) };
}
