import { z } from "zod";
import { fault, filled, splitList, url, withoutSlash } from "./config-parts.ts";

/** What each vendor is reached with, and how it proves itself. */
export type Vendors = {
  readonly slack?: {
    readonly token: string;
    readonly apiUrl: string;
    /** Proves that a request comes from Slack; two during a rotation. None: nobody can press over HTTP. */
    readonly signingSecrets: readonly string[];
    /** `xapp-…`: Socket Mode instead of HTTP. */
    readonly appToken?: string;
  };
  readonly teams?: {
    readonly appId: string;
    readonly password: string;
    readonly tenantId: string;
    readonly appType: "SingleTenant" | "MultiTenant";
    readonly serviceUrl: string;
    readonly loginUrl: string;
    readonly openIdMetadataUrl?: string;
  };
  readonly pagerduty?: {
    readonly eventsUrl: string;
    readonly apiUrl: string;
    readonly apiToken?: string;
    /** E-mail in whose name REST writes are made where the presser has no account. */
    readonly from?: string;
    /** Each webhook subscription has its own. */
    readonly webhookSecrets: readonly string[];
  };
  readonly jira?: {
    readonly host: string;
    readonly email: string;
    readonly token: string;
    readonly webhookSecrets: readonly string[];
  };
};

/** The variables of the vendors. */
export const vendorSchema = z.object({
  SLACK_BOT_TOKEN: filled.optional(),
  SLACK_SIGNING_SECRET: filled.optional(),
  SLACK_APP_TOKEN: filled.optional(),
  SLACK_API_URL: withoutSlash.default("https://slack.com/api"),
  MicrosoftAppId: filled.optional(),
  MicrosoftAppPassword: filled.optional(),
  MicrosoftAppTenantId: filled.optional(),
  MicrosoftAppType: z.enum(["SingleTenant", "MultiTenant"], fault("appType")).default("SingleTenant"),
  TEAMS_SERVICE_URL: url.default("https://smba.trafficmanager.net/teams/"),
  TEAMS_LOGIN_URL: withoutSlash.default("https://login.microsoftonline.com"),
  TEAMS_OPENID_METADATA_URL: url.optional(),
  PAGERDUTY_ROUTING_KEY: filled.optional(),
  PAGERDUTY_API_TOKEN: filled.optional(),
  PAGERDUTY_FROM: z.email(fault("pagerDutyFrom")).optional(),
  PAGERDUTY_WEBHOOK_SECRET: filled.optional(),
  PAGERDUTY_API_URL: withoutSlash.default("https://api.pagerduty.com"),
  PAGERDUTY_EVENTS_URL: withoutSlash.default("https://events.pagerduty.com"),
  JIRA_HOST: withoutSlash.optional(),
  JIRA_EMAIL: z.email(fault("jiraEmail")).optional(),
  JIRA_API_TOKEN: filled.optional(),
  JIRA_WEBHOOK_SECRET: filled.optional(),
});

/** The vendors that the environment gives access to. */
export function vendorsOf(env: z.infer<typeof vendorSchema>): Vendors {
  const {
    SLACK_BOT_TOKEN,
    MicrosoftAppId,
    MicrosoftAppPassword,
    MicrosoftAppTenantId,
    JIRA_HOST,
    JIRA_EMAIL,
    JIRA_API_TOKEN,
  } = env;
  return {
    ...(SLACK_BOT_TOKEN === undefined
      ? {}
      : {
          slack: {
            token: SLACK_BOT_TOKEN,
            apiUrl: `${env.SLACK_API_URL}/`,
            signingSecrets: splitList(env.SLACK_SIGNING_SECRET),
            ...(env.SLACK_APP_TOKEN === undefined ? {} : { appToken: env.SLACK_APP_TOKEN }),
          },
        }),
    ...(MicrosoftAppId === undefined || MicrosoftAppPassword === undefined || MicrosoftAppTenantId === undefined
      ? {}
      : {
          teams: {
            appId: MicrosoftAppId,
            password: MicrosoftAppPassword,
            tenantId: MicrosoftAppTenantId,
            appType: env.MicrosoftAppType,
            serviceUrl: env.TEAMS_SERVICE_URL,
            loginUrl: env.TEAMS_LOGIN_URL,
            ...(env.TEAMS_OPENID_METADATA_URL === undefined
              ? {}
              : { openIdMetadataUrl: env.TEAMS_OPENID_METADATA_URL }),
          },
        }),
    pagerduty: {
      eventsUrl: env.PAGERDUTY_EVENTS_URL,
      apiUrl: env.PAGERDUTY_API_URL,
      webhookSecrets: splitList(env.PAGERDUTY_WEBHOOK_SECRET),
      ...(env.PAGERDUTY_API_TOKEN === undefined ? {} : { apiToken: env.PAGERDUTY_API_TOKEN }),
      ...(env.PAGERDUTY_FROM === undefined ? {} : { from: env.PAGERDUTY_FROM }),
    },
    ...(JIRA_HOST === undefined || JIRA_EMAIL === undefined || JIRA_API_TOKEN === undefined
      ? {}
      : {
          jira: {
            host: JIRA_HOST,
            email: JIRA_EMAIL,
            token: JIRA_API_TOKEN,
            webhookSecrets: splitList(env.JIRA_WEBHOOK_SECRET),
          },
        }),
  };
}
