import { z } from "zod";
import type { JiraDestination } from "../../policy/destination.ts";
import { askVendor } from "./ask-vendor.ts";
import { type Check, type Finding, findingsOf } from "./finding.ts";

const myselfSchema = z.object({ displayName: z.string() });
const statusesSchema = z.array(
  z.object({ statuses: z.array(z.object({ statusCategory: z.object({ key: z.string() }) })) }),
);
const finding = findingsOf("jira");

/**
 * The login, whether tickets can be moved where the policy wants them, and whether Vigie hears of what is done there. Type
 * and required fields are looked at with the destinations.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/ — statuses (2026-11-20)
 */
export const checkJira: Check = async ({ access: { jira }, policy, words, fetch }) => {
  const projects = [...policy.destinations.values()].filter((one): one is JiraDestination => one.receiver === "jira");
  if (!jira || projects.length === 0) return [];
  const authorization = `Basic ${Buffer.from(`${jira.email}:${jira.token}`).toString("base64")}`;
  const ask = (path: string) =>
    askVendor(fetch, `${jira.host}${path}`, { headers: { authorization, accept: "application/json" } });
  const me = await ask("/rest/api/3/myself");
  if (me.kind === "silence") return [finding("wrong", words.unreachable(jira.host, me.reason))];
  if (me.status >= 400) return [finding("wrong", words.jiraOut(me.status))];
  const moves = await Promise.all(
    projects.map(async ({ project, move: { resolved } }): Promise<readonly Finding[]> => {
      if (resolved === undefined) return [];
      const answer = await ask(`/rest/api/3/project/${encodeURIComponent(project)}/statuses`);
      const types = statusesSchema.safeParse(
        answer.kind === "answer" && answer.status === 200 ? answer.body : undefined,
      );
      // A project that is not there is said with the destination.
      if (!types.success) return [];
      const has = types.data.some(({ statuses }) => statuses.some((one) => one.statusCategory.key === resolved));
      return [
        has ? finding("ok", words.jiraWay(project, resolved)) : finding("wrong", words.jiraNoWay(project, resolved)),
      ];
    }),
  );
  const hears = jira.webhookSecrets.length > 0 ? finding("ok", words.jiraHears) : finding("note", words.jiraDeaf);
  const who = myselfSchema.safeParse(me.body).data?.displayName ?? jira.email;
  return [finding("ok", words.jiraIn(who)), ...moves.flat(), hears];
};
