import type { ChangeEvent } from "./draw-change.ts";
import type { PageEvent } from "./draw-event.ts";
import { oneRequest, type PagerDutyAnswer } from "./one-request.ts";

/** Answers are a few hundred bytes; more is not PagerDuty. */
const answerMaxBytes = 64 * 1024;

/**
 * Sends one event: one request, whatever the answer.
 *
 * @param eventsUrl PagerDuty's, without a path: `https://events.pagerduty.com`
 * @throws what the network threw when there was no answer
 */
export function sendEvent(eventsUrl: string, event: PageEvent, during: During): Promise<PagerDutyAnswer> {
  return enqueue(`${eventsUrl}/v2/enqueue`, event, during);
}

/** Tells of one change, as `sendEvent` does of a page. */
export function sendChange(eventsUrl: string, event: ChangeEvent, during: During): Promise<PagerDutyAnswer> {
  return enqueue(`${eventsUrl}/v2/change/enqueue`, event, during);
}

type During = { readonly signal: AbortSignal; readonly now: () => number };

function enqueue(url: string, data: PageEvent | ChangeEvent, during: During): Promise<PagerDutyAnswer> {
  const headers = { Accept: "application/json" };
  return oneRequest({ url, method: "POST", token: "", headers, data, answerMaxBytes }, during);
}
