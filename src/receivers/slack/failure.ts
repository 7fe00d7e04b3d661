import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { z } from "zod";
import { type Failure, failureOfError, failureOfStatus } from "../http-failure.ts";
import { verdictOf } from "./error-words.ts";

/** A call that did not succeed. `detail` is Slack's own error word where it gave one; never a secret or a text of ours. */
export type SlackFailure = Failure;

/** Error words are short and plain; anything else is no answer of Slack's, and may hold anything. */
const wordPattern = /^[a-z][a-z0-9_]{1,63}$/;
const errorAnswer = z.object({ error: z.string(), needed: z.string().optional() });

/**
 * Says what a failed call means, by the kind of error and by table, never by a message's text.
 *
 * @throws what is no failure of the call but a bug
 */
export function failureOf(error: unknown, signal: AbortSignal): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: "retry", reason: "rate-limited", afterMs: error.retryAfter * 1000, maybe: false };
  }
  if (error instanceof WebAPIPlatformError) return ofAnswer(error.data);
  if (error instanceof WebAPIHTTPError) {
    return failureOfStatus(error.statusCode, { detail: `HTTP ${error.statusCode}` });
  }
  if (error instanceof WebAPIRequestError) {
    return error.original instanceof NoJsonObject ? unreadable : failureOfError(error.original, signal);
  }
  throw error;
}

/** Thrown inside of the SDK's `fetch`: a 200 whose body is no JSON object, at which the SDK would stumble. */
export class NoJsonObject extends Error {
  override readonly name = "NoJsonObject";
}

/** An answer that is not what the method promises; the write may have been done. */
export const unreadable: SlackFailure = { kind: "retry", reason: "bad-answer", maybe: true };

function ofAnswer(data: unknown): SlackFailure {
  const { error: word = "", needed } = errorAnswer.safeParse(data).data ?? {};
  if (!wordPattern.test(word)) return unreadable;
  const { verdict, reason } = verdictOf(word);
  const detail = needed && /^[a-z:.,]{1,100}$/.test(needed) ? `${word}: ${needed}` : word;
  return verdict === "refused"
    ? { kind: "refused", reason, detail }
    : { kind: "retry", reason, maybe: verdict === "retry-maybe", detail };
}
