import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { z } from "zod";
import type { WriteOutcome } from "../receiver.ts";
import { verdictOf } from "./error-words.ts";

/** A call that did not succeed. `detail` is Slack's own error word where it gave one; never a secret or a text of ours. */
export type SlackFailure = Exclude<WriteOutcome<never>, { readonly kind: "sent" }>;

/** Error words are short and plain; anything else is no answer of Slack's, and may hold anything. */
const wordPattern = /^[a-z][a-z0-9_]{1,63}$/;
const errorAnswer = z.object({ error: z.string(), needed: z.string().optional() });

/** Nothing was sent: no name, no route, nobody listening. Any other break may have come after Slack took it. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

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
  if (error instanceof WebAPIHTTPError) return ofStatus(error.statusCode);
  if (error instanceof WebAPIRequestError) return ofNetwork(error.original, signal);
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

function ofStatus(status: number): SlackFailure {
  const detail = `HTTP ${status}`;
  if (status >= 500) return { kind: "retry", reason: "server-error", maybe: true, detail };
  if (status === 408) return { kind: "retry", reason: "time-out", maybe: true, detail };
  const reason = ({ 401: "unauthorized", 403: "forbidden", 404: "not-found" } as const)[status];
  if (reason) return { kind: "refused", reason, detail };
  return status >= 400 ? { kind: "refused", reason: "bad-request", detail } : unreadable;
}

function ofNetwork(original: Error, signal: AbortSignal): SlackFailure {
  if (original instanceof NoJsonObject) return unreadable;
  if (signal.aborted) return { kind: "retry", reason: "time-out", maybe: true };
  const code = codeOf(original) ?? codeOf(original.cause);
  const maybe = !(code && neverSent.has(code));
  return { kind: "retry", reason: "unreachable", maybe, ...(code && { detail: code }) };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
