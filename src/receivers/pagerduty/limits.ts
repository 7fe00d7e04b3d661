import type { GateRate } from "../../incident/mark.ts";

/**
 * What Events v2 takes.
 *
 * @see https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ (read 2026-11-20): summary 1,024 characters,
 * dedup_key 255, routing key 32
 */
export const eventLimits = {
  summaryMaxUnits: 1_024,
  dedupKeyMaxUnits: 255,
  /** Our own bounds, far below: what is read on a phone. */
  fieldMaxUnits: 255,
  detailMaxUnits: 1_000,
  linksMax: 10,
  linkTextMaxUnits: 100,
  instancesMax: 10,
} as const;

/**
 * Events v2 takes about 120 calls a minute for each integration key, looking back 60 s: 20 at once and one each 600 ms
 * make no more.
 *
 * @see https://developer.pagerduty.com/docs/events-api-v2/rate-limits/ (read 2026-11-20)
 */
export const enqueueRate: GateRate = { intervalMs: 600, burst: 20 };

/** One try of one event; a page must be accepted or said elsewhere within 30 s (protocol 3.4). */
export const enqueueTimeOutMs = 8_000;

/**
 * One call of the REST API, its longest answer, and how many a list gives at once.
 *
 * @see https://developer.pagerduty.com/docs/rest-api-v2/pagination/ (read 2026-11-20): a page is 100 at most
 */
export const restTimeOutMs = 8_000;
export const restAnswerMaxBytes = 4 * 1024 * 1024;
export const restPageSize = 100;

/** What is tried by REST before an event says the same without a name: together they fit into `enqueueTimeOutMs`. */
export const restAheadMs = 4_000;

/**
 * Writes of details by REST; PagerDuty allows 960 a minute for one token, which all that use it share.
 *
 * @see https://developer.pagerduty.com/docs/rest-api-v2/rate-limiting/ (read 2026-11-20)
 */
export const restRate: GateRate = { intervalMs: 250, burst: 10 };

/** A note has so many characters at most; ours are sentences. */
export const noteMaxUnits = 2_000;

/** So long after a 202 the incident is looked for, and so long it may take to appear (protocol 3.4). */
export const appearsWithinMs = 30_000;
export const looksEveryMs = 5_000;
