import { z } from "zod";
import type { LookedUp, PeopleSource, VendorUser } from "../../policy/people/vendor-people.ts";
import { lookUpFailure } from "../look-up-failure.ts";
import { failureOf, type JiraSite, jiraTransport } from "./client.ts";

const user = z.object({
  accountId: z.string(),
  displayName: z.string().optional(),
  emailAddress: z.string().optional(),
  active: z.boolean().default(true),
  accountType: z.string().default("atlassian"),
});

/**
 * Who people are in Jira. It shows an e-mail only where the person's profile does, and searches by it all the same, so
 * an account that answers to an e-mail is taken for theirs when it is the only one.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/ (2026-11-20)
 * @see https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-user-search/ (2026-11-20)
 */
export function jiraPeople(site: JiraSite): PeopleSource {
  const ask = async <T>(
    url: string,
    searchParams: Record<string, string>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<LookedUp<T>> => {
    try {
      const answer = await jiraTransport(site, signal).sendRequest({ url, method: "GET", searchParams });
      return { kind: "found", value: schema.parse(answer) };
    } catch (error) {
      return lookUpFailure(failureOf(error, signal));
    }
  };
  return {
    user: async (accountId, signal) => {
      const found = await ask("/rest/api/3/user", { accountId }, user, signal);
      return found.kind === "found" ? onlyPerson([found.value]) : found;
    },
    byEmail: async (email, signal) => {
      const found = await ask("/rest/api/3/user/search", { query: email, maxResults: "10" }, z.array(user), signal);
      if (found.kind !== "found") return found;
      const shown = found.value.filter((one) => one.emailAddress?.toLowerCase() === email.toLowerCase());
      const hidden = found.value.filter((one) => !one.emailAddress);
      return onlyPerson(shown.length > 0 ? shown : hidden);
    },
  };
}

function onlyPerson(users: readonly z.infer<typeof user>[]): LookedUp<VendorUser> {
  const people = users.filter((one) => one.active && one.accountType === "atlassian");
  const [found] = people;
  if (!found || people.length > 1) return { kind: "absent" };
  const { accountId: id, displayName: name, emailAddress: email } = found;
  return { kind: "found", value: { id, ...(name ? { name } : {}), ...(email ? { email } : {}) } };
}
