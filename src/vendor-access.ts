import type { Config } from "./config.ts";
import type { ReceiverAccess } from "./receivers/index.ts";
import { sandboxCredentials } from "./sandbox/sandbox.ts";
import { sandboxTeamsUrls } from "./sandbox/teams/stand-in.ts";

/** Each vendor's access: the sandbox's where it stands in, else what the environment says. */
export function vendorAccess(config: Config, base: string): ReceiverAccess {
  const own: ReceiverAccess = {
    ...(config.slack ? { slack: config.slack } : {}),
    ...(config.teams ? { teams: config.teams } : {}),
    ...(config.pagerduty ? { pagerduty: config.pagerduty } : {}),
    ...(config.jira ? { jira: config.jira } : {}),
  };
  const played: Required<ReceiverAccess> = {
    slack: { ...sandboxCredentials.slack, apiUrl: `${base}/slack/api/` },
    teams: {
      ...sandboxCredentials.teams,
      appType: "SingleTenant",
      ...sandboxTeamsUrls(`${base}/teams`),
    },
    pagerduty: { eventsUrl: `${base}/pagerduty` },
    jira: { host: `${base}/jira`, ...sandboxCredentials.jira },
  };
  const stoodIn = Object.fromEntries(
    Object.entries(played).filter(([vendor]) => [...config.sandbox].some((one) => one === vendor)),
  );
  return { ...own, ...stoodIn };
}
