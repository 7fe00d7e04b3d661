import type { Locale } from "./locale.ts";

const en = {
  line: (ways: readonly string[]) => `people act on the dashboard · ${ways.join(" · ")}`,
  slack: {
    http: "Slack: buttons, heard at /slack/events",
    socket: "Slack: buttons, by Socket Mode",
    "http-and-socket": "Slack: buttons, by Socket Mode and at /slack/events",
    deaf: "Slack: no buttons, set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN",
  },
  teams: { http: "Teams: buttons, heard at /api/messages" },
  pagerduty: {
    webhook: "PagerDuty: heard by webhook",
    poll: "PagerDuty: asked each 15 s",
    deaf: "PagerDuty: not heard, set PAGERDUTY_WEBHOOK_SECRET or PAGERDUTY_API_TOKEN",
  },
  jira: { webhook: "Jira: heard by webhook", deaf: "Jira: not heard, set JIRA_WEBHOOK_SECRET" },
};

const fr: typeof en = {
  line: (ways) => `on agit depuis le tableau de bord · ${ways.join(" · ")}`,
  slack: {
    http: "Slack\u00a0: boutons, entendus sur /slack/events",
    socket: "Slack\u00a0: boutons, par Socket Mode",
    "http-and-socket": "Slack\u00a0: boutons, par Socket Mode et sur /slack/events",
    deaf: "Slack\u00a0: pas de boutons, définissez SLACK_SIGNING_SECRET ou SLACK_APP_TOKEN",
  },
  teams: { http: "Teams\u00a0: boutons, entendus sur /api/messages" },
  pagerduty: {
    webhook: "PagerDuty\u00a0: entendu par webhook",
    poll: "PagerDuty\u00a0: interrogé toutes les 15 s",
    deaf: "PagerDuty\u00a0: pas entendu, définissez PAGERDUTY_WEBHOOK_SECRET ou PAGERDUTY_API_TOKEN",
  },
  jira: { webhook: "Jira\u00a0: entendu par webhook", deaf: "Jira\u00a0: pas entendu, définissez JIRA_WEBHOOK_SECRET" },
};

/** What the banner says of the ways by which people's acts are heard. */
export const heardWords: Readonly<Record<Locale, typeof en>> = { en, fr };
