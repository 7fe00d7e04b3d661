import { createDirectory } from "../chat/people/directory.ts";
import type { Directory } from "../chat/person.ts";
import type { PeopleSources } from "../policy/people/vendor-people.ts";
import type { Policy } from "../policy/policy.ts";
import { jiraPeople } from "../receivers/jira/people.ts";
import { pagerDutyPeople } from "../receivers/pagerduty/people.ts";
import { createPagerDutyRest } from "../receivers/pagerduty/rest.ts";
import { createSlackCall } from "../receivers/slack/client.ts";
import { slackPeople } from "../receivers/slack/people.ts";
import { withAddresses } from "../receivers/teams/index.ts";
import { type TeamsPeopleDeps, teamsPeople } from "../receivers/teams/people.ts";
import type { VendorAccess } from "../vendor-access.ts";

const graphUrl = "https://graph.microsoft.com/v1.0";

/** The directory over the policy in force and the vendors that are configured; nothing is asked yet. */
export function openDirectory({ policy, vendors, now }: DirectoryWiring): Directory {
  const teamsChannels = () =>
    [...policy().destinations.values()].flatMap((one) => (one.receiver === "teams" ? [one.conversation] : []));
  return createDirectory({ people: () => policy().people, sources: peopleSources(vendors, now, teamsChannels), now });
}

type DirectoryWiring = {
  readonly policy: () => Policy;
  readonly vendors: VendorAccess;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

function peopleSources(
  { slack, teams, pagerduty, jira }: VendorAccess,
  now: () => number,
  teamsChannels: () => readonly string[],
): PeopleSources {
  return {
    ...(slack ? { slack: slackPeople(createSlackCall({ token: slack.token, apiUrl: slack.apiUrl })) } : {}),
    ...(teams ? { teams: teamsPeople(teamsDeps(teams, now, teamsChannels)) } : {}),
    ...(pagerduty?.apiToken === undefined
      ? {}
      : {
          pagerduty: pagerDutyPeople(createPagerDutyRest({ apiUrl: pagerduty.apiUrl, token: pagerduty.apiToken, now })),
        }),
    ...(jira ? { jira: jiraPeople({ host: jira.host, email: jira.email, token: jira.token, now }) } : {}),
  };
}

function teamsDeps(
  options: NonNullable<VendorAccess["teams"]>,
  now: () => number,
  channels: () => readonly string[],
): TeamsPeopleDeps {
  const { appId, password, appType, tenantId, loginUrl, serviceUrl } = withAddresses(options);
  const directory = appType === "MultiTenant" ? "botframework.com" : tenantId;
  return { login: { appId, password, directory, loginUrl, now }, tenantId, serviceUrl, graphUrl, channels };
}
