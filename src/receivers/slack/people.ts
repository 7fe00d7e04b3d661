import type { LookedUp, PeopleSource, VendorUser } from "../../policy/people/vendor-people.ts";
import { lookUpFailure } from "../look-up-failure.ts";
import type { SlackAnswer, SlackCall, SlackUser } from "./client.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/**
 * Who people are in Slack. The e-mail is there with `users:read.email` alone; groups want `usergroups:read`. Bots and
 * accounts that were closed are nobody. Whoever comes from another organisation through a shared channel has no e-mail
 * here: theirs is what their own administrators wrote, and would give them the roles of ours.
 *
 * @see https://docs.slack.dev/reference/methods/users.info (2026-11-20)
 * @see https://docs.slack.dev/reference/methods/users.lookupByEmail (2026-11-20)
 * @see https://docs.slack.dev/reference/methods/usergroups.users.list (2026-11-20)
 */
export function slackPeople(call: SlackCall): PeopleSource {
  const workspace = createWorkspace(call);
  return {
    user: async (id, signal) => {
      const found = userIn(await call("users.info", { user: id }, signal));
      return found.kind === "found" ? personIn(found.value, workspace, signal) : found;
    },
    byEmail: async (email, signal) => {
      const found = userIn(await call("users.lookupByEmail", { email }, signal));
      if (found.kind !== "found") return found;
      const person = await personIn(found.value, workspace, signal);
      return person.kind === "found" && person.value.email === undefined ? { kind: "absent" } : person;
    },
    members: async (id, signal) => {
      const answer = await call("usergroups.users.list", { usergroup: id }, signal);
      if (answer.kind !== "ok") return lookUpFailure(answer);
      return { kind: "found", value: answer.value.users.map((user) => ({ id: user })) };
    },
  };
}

function userIn(answer: SlackAnswer<"users.info">): LookedUp<SlackUser> {
  if (answer.kind !== "ok") return lookUpFailure(answer);
  const { user } = answer.value;
  return user.deleted || user.is_bot ? { kind: "absent" } : { kind: "found", value: user };
}

async function personIn(user: SlackUser, workspace: Workspace, signal: AbortSignal): Promise<LookedUp<VendorUser>> {
  const { id, name, real_name, profile } = user;
  const called = profile.display_name || profile.real_name || real_name || name;
  const person = { id, ...(called ? { name: called } : {}) };
  const { email } = profile;
  if (!email || !user.is_email_confirmed || user.is_stranger) return { kind: "found", value: person };
  const own = user.team_id === undefined ? null : await workspace.meet(signal);
  if (own && own.kind !== "ok") return lookUpFailure(own);
  return { kind: "found", value: own && isForeign(user, own.value) ? person : { ...person, email } };
}

type Own = { readonly team_id: string; readonly enterprise_id?: string | null | undefined };

/** Workspaces of one organisation know one another's people. */
function isForeign({ team_id, enterprise_user }: SlackUser, own: Own): boolean {
  const isOfOrganisation = own.enterprise_id != null && enterprise_user?.enterprise_id === own.enterprise_id;
  return team_id !== own.team_id && !isOfOrganisation;
}
