import { z } from "zod";
import type { DoctorWords } from "../../words/doctor.ts";
import { askVendor } from "./ask-vendor.ts";
import { type Check, findingsOf } from "./finding.ts";

const authSchema = z.object({
  ok: z.boolean(),
  error: z.string().default("?"),
  team: z.string().default(""),
  user: z.string().default(""),
});

/** Without this one nothing is told; what lacks beside it costs comfort, or people's answers. */
const vital: readonly string[] = ["chat:write", "users:read", "users:read.email", "commands"];
const finding = findingsOf("slack");

/**
 * Token, scopes, and whether Slack can be heard.
 *
 * @see https://docs.slack.dev/reference/methods/auth.test — `x-oauth-scopes` names the token's scopes (2026-11-20)
 */
export const checkSlack: Check = async ({ access: { slack }, fetch, words }) => {
  if (!slack) return [];
  const call = (method: string, token: string) =>
    askVendor(fetch, `${slack.apiUrl}${method}`, { method: "POST", headers: { authorization: `Bearer ${token}` } });
  const answer = await call("auth.test", slack.token);
  if (answer.kind === "silence") return [finding("wrong", words.unreachable(slack.apiUrl, answer.reason))];
  const auth = authSchema.safeParse(answer.body).data;
  if (!auth?.ok) return [finding("wrong", words.slackOut(auth?.error ?? String(answer.status)))];
  const hears = await hearsSlack(slack, call, words);
  return [
    finding("ok", words.slackIn(auth.team, auth.user)),
    ...scopesLacking(answer.headers.get("x-oauth-scopes"), words),
    ...hears,
  ];
};

function scopesLacking(header: string | null, words: DoctorWords) {
  if (header === null) return [];
  const held = header.split(",").map((scope) => scope.trim());
  const lacking = Object.entries(words.slackBreaks).filter(([scope]) => !held.includes(scope));
  if (lacking.length === 0) return [finding("ok", words.slackScopes)];
  return lacking.map(([scope, breaks]) =>
    finding(vital.includes(scope) ? "wrong" : "note", words.slackScope(scope, breaks)),
  );
}

async function hearsSlack(
  { signingSecrets, appToken }: { readonly signingSecrets: readonly string[]; readonly appToken?: string },
  call: (method: string, token: string) => ReturnType<typeof askVendor>,
  words: DoctorWords,
) {
  if (appToken === undefined) {
    return [signingSecrets.length > 0 ? finding("ok", words.slackHears) : finding("wrong", words.slackDeaf)];
  }
  const answer = await call("apps.connections.open", appToken);
  const opened = answer.kind === "answer" ? authSchema.safeParse(answer.body).data : undefined;
  if (opened?.ok) return [finding("ok", words.slackHears)];
  return [finding("wrong", words.slackAppToken(opened?.error ?? "?"))];
}
