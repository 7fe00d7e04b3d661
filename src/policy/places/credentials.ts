import type { ReceiverName } from "../destination.ts";

/**
 * The variables without which a receiver cannot tell anybody anything; a page's only credential is its routing key, which
 * the policy itself names.
 */
export const credentialsOf: Readonly<Record<ReceiverName, readonly string[]>> = {
  slack: ["SLACK_BOT_TOKEN"],
  teams: ["MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId"],
  pagerduty: [],
  jira: ["JIRA_HOST", "JIRA_EMAIL", "JIRA_API_TOKEN"],
};
