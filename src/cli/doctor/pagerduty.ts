import { z } from "zod";
import type { Policy } from "../../policy/policy.ts";
import { askVendor } from "./ask-vendor.ts";
import { type Check, type Finding, findingsOf, type Patient } from "./finding.ts";

const userSchema = z.object({
  name: z.string().optional(),
  summary: z.string().optional(),
  email: z.string().optional(),
});
const onCallsSchema = z.object({ oncalls: z.array(z.object({ user: userSchema })) });
const usersSchema = z.object({ users: z.array(userSchema) });
const finding = findingsOf("pagerduty");

type Ask = (path: string) => ReturnType<typeof askVendor>;

/**
 * The API token, each schedule and whether somebody is on it, the user in whose name Vigie writes, and whether Vigie hears
 * of what is done there. Keys are looked at with the destinations.
 *
 * @see https://developer.pagerduty.com/api-reference/ — schedules, oncalls, users (2026-11-20)
 */
export const checkPagerDuty: Check = async (patient) => {
  const { access, policy, words, fetch } = patient;
  const { pagerduty } = access;
  const isUsed = [...policy.destinations.values()].some(({ receiver }) => receiver === "pagerduty");
  if (!pagerduty || !isUsed) return [];
  const { apiToken, apiUrl, webhookSecrets, from } = pagerduty;
  if (apiToken === undefined) {
    const deaf = webhookSecrets.length > 0 ? finding("ok", words.pdHears) : finding("wrong", words.pdDeaf);
    // Nothing that the policy asks for wants it, unless it names a schedule.
    return [finding(schedulesOf(policy).length > 0 ? "wrong" : "note", words.pdNoToken), deaf];
  }
  const headers = { authorization: `Token token=${apiToken}`, accept: "application/vnd.pagerduty+json;version=2" };
  const ask: Ask = (path) => askVendor(fetch, `${apiUrl}${path}`, { headers });
  const users = await ask("/users?limit=1");
  if (users.kind === "silence") return [finding("wrong", words.unreachable(apiUrl, users.reason))];
  if (users.status >= 400) return [finding("wrong", words.pdBadToken(users.status))];
  const [schedules, user] = await Promise.all([checkSchedules(patient, ask), checkFrom(patient, ask, from)]);
  const hears = webhookSecrets.length > 0 ? finding("ok", words.pdHears) : finding("note", words.pdPolls);
  return [finding("ok", words.pdToken), ...schedules, user, hears];
};

async function checkSchedules({ policy, words }: Patient, ask: Ask): Promise<readonly Finding[]> {
  const ids = schedulesOf(policy);
  if (ids.length === 0) return [finding("wrong", words.pdNoSchedule)];
  return Promise.all(
    ids.map(async (id) => {
      const schedule = await ask(`/schedules/${encodeURIComponent(id)}`);
      if (schedule.kind === "silence" || schedule.status >= 400) return finding("wrong", words.pdScheduleGone(id));
      const onCalls = await ask(`/oncalls?schedule_ids[]=${encodeURIComponent(id)}&include[]=users`);
      const read = onCallsSchema.safeParse(onCalls.kind === "answer" ? onCalls.body : undefined);
      const who = (read.data?.oncalls ?? []).flatMap(({ user }) => user.name ?? user.summary ?? user.email ?? []);
      if (who.length === 0) return finding("wrong", words.pdScheduleEmpty(id));
      return finding("ok", words.pdSchedule(id, [...new Set(who)].join(", ")));
    }),
  );
}

function schedulesOf({ people, teams, destinations }: Policy): readonly string[] {
  const named = [...destinations.values()].flatMap((one) => ("schedule" in one && one.schedule ? [one.schedule] : []));
  return [...new Set([...named, ...[undefined, ...teams].flatMap((team) => people.schedules(team))])];
}

async function checkFrom({ words }: Patient, ask: Ask, from: string | undefined): Promise<Finding> {
  if (from === undefined) return finding("note", words.pdNoFrom);
  const answer = await ask(`/users?query=${encodeURIComponent(from)}`);
  const { users = [] } = usersSchema.safeParse(answer.kind === "answer" ? answer.body : undefined).data ?? {};
  const isUser = users.some(({ email }) => email?.toLowerCase() === from.toLowerCase());
  return isUser ? finding("ok", words.pdFrom(from)) : finding("wrong", words.pdFromGone(from));
}
