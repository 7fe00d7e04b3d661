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
export function sendEvent(
  eventsUrl: string,
  event: PageEvent,
  during: { readonly signal: AbortSignal; readonly now: () => number },
): Promise<PagerDutyAnswer> {
  const headers = { Accept: "application/json" };
  return oneRequest(
    { url: `${eventsUrl}/v2/enqueue`, method: "POST", token: "", headers, data: event, answerMaxBytes },
    during,
  );
}
