import type { Config } from "./config.ts";
import type { Policy } from "./policy/policy.ts";
import { heardWords } from "./words/heard.ts";
import type { Locale } from "./words/locale.ts";

type Access = Pick<Config, "slack" | "pagerduty" | "jira" | "sandbox">;
type Words = (typeof heardWords)[Locale];

/** How people's acts are heard at each vendor, or what to set; the sandbox proves itself as the vendor would. */
const ways = {
  slack: ({ slack, sandbox }: Access, { slack: words }: Words) => {
    const http = sandbox.has("slack") || (slack?.signingSecrets ?? []).length > 0;
    const socket = !sandbox.has("slack") && slack?.appToken !== undefined;
    if (socket) return http ? words["http-and-socket"] : words.socket;
    return http ? words.http : words.deaf;
  },
  teams: (_access: Access, { teams: words }: Words) => words.http,
  pagerduty: ({ pagerduty, sandbox }: Access, { pagerduty: words }: Words) => {
    if (sandbox.has("pagerduty") || (pagerduty?.webhookSecrets ?? []).length > 0) return words.webhook;
    return pagerduty?.apiToken === undefined ? words.deaf : words.poll;
  },
  jira: ({ jira, sandbox }: Access, { jira: words }: Words) =>
    sandbox.has("jira") || (jira?.webhookSecrets ?? []).length > 0 ? words.webhook : words.deaf,
} as const;

/** One line that says how people can act: of each vendor that the policy tells, whether it is heard and what to set. */
export function heardLine(access: Access, { destinations }: Pick<Policy, "destinations">, locale: Locale): string {
  const words = heardWords[locale];
  const told: ReadonlySet<string> = new Set([...destinations.values()].map(({ receiver }) => receiver));
  const said = Object.entries(ways).flatMap(([vendor, way]) => (told.has(vendor) ? [way(access, words)] : []));
  return words.line(said);
}
