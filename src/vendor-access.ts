import type { Conversations } from "./chat/teams/conversations.ts";
import type { Config } from "./config.ts";
import type { Policy } from "./policy/policy.ts";
import type { ReceiverAccess } from "./receivers/index.ts";
import { sandboxCredentials } from "./sandbox/sandbox.ts";
import { sandboxTeamsUrls } from "./sandbox/teams/stand-in.ts";

/** What Vigie needs to talk to each vendor, and to know that it is the vendor who talks to Vigie. */
export type VendorAccess = {
  readonly slack?: NonNullable<Config["slack"]>;
  readonly teams?: NonNullable<ReceiverAccess["teams"]>;
  readonly pagerduty?: NonNullable<Config["pagerduty"]>;
  readonly jira?: NonNullable<Config["jira"]>;
};

/**
 * Each vendor's access: the sandbox's where it stands in, else what the environment says.
 *
 * @param secret made anew for each process: what the stand-ins sign their requests with
 */
export function vendorAccess(config: Config, base: string, secret: string): VendorAccess {
  const own: VendorAccess = {
    ...(config.slack ? { slack: config.slack } : {}),
    ...(config.teams ? { teams: config.teams } : {}),
    ...(config.pagerduty ? { pagerduty: config.pagerduty } : {}),
    ...(config.jira ? { jira: config.jira } : {}),
  };
  const played: Required<VendorAccess> = {
    slack: { ...sandboxCredentials.slack, apiUrl: `${base}/slack/api/`, signingSecrets: [secret] },
    teams: {
      ...sandboxCredentials.teams,
      appType: "SingleTenant",
      ...sandboxTeamsUrls(`${base}/teams`),
    },
    pagerduty: {
      eventsUrl: `${base}/pagerduty`,
      apiUrl: `${base}/pagerduty`,
      apiToken: sandboxCredentials.pagerduty.token,
      from: sandboxCredentials.pagerduty.from,
      webhookSecrets: [secret],
    },
    jira: { host: `${base}/jira`, ...sandboxCredentials.jira, webhookSecrets: [secret] },
  };
  const stoodIn = Object.fromEntries(
    Object.entries(played).filter(([vendor]) => [...config.sandbox].some((one) => one === vendor)),
  );
  return { ...own, ...stoodIn };
}

/** The same access, Teams found where Teams itself said. */
export function toldBy({ serviceUrlOf }: Pick<Conversations, "serviceUrlOf">, vendors: VendorAccess): VendorAccess {
  return vendors.teams ? { ...vendors, teams: { ...vendors.teams, serviceUrlOf } } : vendors;
}

/** Whether Vigie learns of an acknowledgement in PagerDuty: by its webhook, or by asking its REST API (behaviour 5). */
export function hearsPages({ pagerduty }: VendorAccess): boolean {
  return pagerduty?.apiToken !== undefined || (pagerduty?.webhookSecrets ?? []).length > 0;
}

/** Whether a policy pages by a PagerDuty whose acknowledgements Vigie does not learn of: it escalates nothing for want of one. */
export function isDeafToPages(
  { pagerduty, sandbox }: Pick<Config, "pagerduty" | "sandbox">,
  { destinations }: Pick<Policy, "destinations">,
): boolean {
  const pages = [...destinations.values()].some(({ receiver }) => receiver === "pagerduty");
  return pages && !sandbox.has("pagerduty") && !hearsPages(pagerduty ? { pagerduty } : {});
}
