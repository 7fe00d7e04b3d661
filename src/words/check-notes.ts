import { jiraNotes } from "./jira.ts";
import type { Locale } from "./locale.ts";
import { pagerDutyNotes } from "./pagerduty.ts";
import { running } from "./running.ts";
import { slackNotes } from "./slack.ts";
import { teamsNotes } from "./teams.ts";

/** What a start-up check may say, by the key of its note. */
export const checkNotes: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  ...slackNotes,
  ...teamsNotes,
  ...pagerDutyNotes,
  ...jiraNotes,
  "not-configured": running.notConfigured,
  unreachable: running.unreachable,
};
