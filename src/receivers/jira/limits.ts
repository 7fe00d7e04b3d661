import type { GateRate } from "../../incident/mark.ts";

/**
 * What Jira takes in one issue.
 *
 * @see https://support.atlassian.com/jira-cloud-administration/docs/ (read 2026-11-20): a summary has 255 characters, a
 * text field 32,767; a document is counted as the JSON that it is
 */
export const issueLimits = {
  summaryMaxUnits: 255,
  documentMaxUnits: 32_767,
  linksMax: 10,
} as const;

/**
 * Our writes to one project. Jira allows about 100 a second for one endpoint, shared by all that use the site; a tenth
 * leaves room for people.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ "Request rate limits" (2026-03-05)
 */
export const projectRate: GateRate = { intervalMs: 100, burst: 20 };

/**
 * Our writes to one issue: Jira allows 20 in 2 s and 100 in 30 s.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ "Per-issue write limits" (2026-03-05)
 */
export const issueRate: GateRate = { intervalMs: 400, burst: 10 };

/** One write with what has to be read before it. */
export const jiraTimeOutMs = 20_000;

/**
 * When to look for an issue that may have been created, after the create: JQL search lags by seconds to minutes
 * (protocol 2). Only after the last is it created again.
 */
export const looksAfterMs: readonly number[] = [15_000, 60_000, 180_000];

/** Comments a page of the list, and how many pages are read for the trace of one. */
export const commentsPageSize = 100;
export const commentPagesMax = 20;
