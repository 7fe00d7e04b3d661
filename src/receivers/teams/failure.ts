import { z } from "zod";
import { retryAfterMs } from "../../http-error.ts";
import { jsonIn } from "../../json-in.ts";
import type { Locale } from "../../words/locale.ts";
import { type TeamsNote, teamsWords } from "../../words/teams.ts";
import { type Failure, failureOfError, failureOfStatus } from "../http-failure.ts";
import type { DeliveryReason } from "../receiver.ts";
import { LoginFailure } from "./token.ts";

/** A call to Teams that did not succeed. */
export type TeamsFailure = {
  readonly kind: "failed";
  readonly at: "login" | "connector";
  readonly status?: number;
  /** The vendor's own word (`BotNotInConversationRoster`, `AADSTS7000215`); never a secret, never a message's text. */
  readonly code?: string;
  /** What the status or the broken connection means where the vendor's word says nothing more. */
  readonly outcome: Failure;
};

const restErrorSchema = z.object({
  name: z.literal("RestError"),
  statusCode: z.int().optional(),
  response: z
    .object({
      bodyAsText: z.string().nullish(),
      headers: z.custom<{ get(name: string): string | undefined }>(
        (value) => typeof value === "object" && value !== null && "get" in value,
      ),
    })
    .optional(),
});

/** A code is a word; anything else may hold anything and is not told. */
const bodySchema = z.object({ error: z.object({ code: z.string().regex(/^[A-Za-z ]{1,60}$/) }) });

/**
 * Reads what the SDK or the login threw, by kind and status, never by a message's text.
 *
 * @throws what is no failure of the call but a bug
 */
export function failureOf(error: unknown, signal: AbortSignal, now: number): TeamsFailure {
  if (error instanceof LoginFailure) return ofLogin(error);
  const { data } = restErrorSchema.safeParse(error);
  const isAbort = error instanceof Error && error.name === "AbortError";
  if (!data && !isAbort) throw error;
  if (data?.statusCode === undefined)
    return { kind: "failed", at: "connector", outcome: failureOfError(error, signal) };
  const { statusCode: status, response } = data;
  const code = codeIn(response?.bodyAsText ?? "");
  const afterMs = retryAfterMs(response?.headers.get("retry-after"), now);
  return { kind: "failed", at: "connector", status, ...(code && { code }), outcome: ofStatus(status, afterMs) };
}

/** An answer that is not what the call promises; the write may have been done. */
export const unreadable: TeamsFailure = {
  kind: "failed",
  at: "connector",
  outcome: { kind: "retry", reason: "bad-answer", maybe: true },
};

/** Teams answers 412 when two writes to one conversation meet. */
function ofStatus(status: number, afterMs: number | undefined): Failure {
  if (status === 412) return { kind: "retry", reason: "server-error", maybe: false };
  return failureOfStatus(status, { afterMs, detail: `HTTP ${status}` });
}

/** Nothing has reached the connector yet, so nothing is in doubt. */
function ofLogin({ reason, code, afterMs }: LoginFailure): TeamsFailure {
  const outcome: Failure =
    reason === "unauthorized"
      ? { kind: "refused", reason, detail: code }
      : { kind: "retry", reason, maybe: false, detail: code, ...(afterMs === undefined ? {} : { afterMs }) };
  return { kind: "failed", at: "login", code, outcome };
}

function codeIn(body: string): string | undefined {
  return bodySchema.safeParse(jsonIn(body)).data?.error.code;
}

type Verdict = { readonly reason: DeliveryReason; readonly note: TeamsNote };

/**
 * What Teams refuses for good, and what somebody has to click.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-agent-conversational-apis (2026-11-20)
 */
const byCode: Readonly<Record<string, Verdict>> = {
  BotNotInConversationRoster: { reason: "not-in-channel", note: "teams-not-installed" },
  ForbiddenOperationException: { reason: "not-in-channel", note: "teams-not-installed" },
  BotDisabledByAdmin: { reason: "forbidden", note: "teams-disabled-by-admin" },
  ConversationBlockedByUser: { reason: "forbidden", note: "teams-moderated" },
  InvalidBotApiHost: { reason: "forbidden", note: "teams-wrong-region" },
  NotEnoughPermissions: { reason: "forbidden", note: "teams-not-permitted" },
  BotNotRegistered: { reason: "unauthorized", note: "teams-token-refused" },
  ConversationNotFound: { reason: "not-found", note: "teams-channel-not-found" },
  ActivityNotFoundInConversation: { reason: "not-found", note: "teams-message-gone" },
};

const byStatus: Readonly<Record<number, Verdict>> = {
  401: { reason: "unauthorized", note: "teams-token-refused" },
  403: { reason: "forbidden", note: "teams-not-permitted" },
  404: { reason: "not-found", note: "teams-channel-not-found" },
};

/** The reason and the sentence of a refusal that somebody can do something about. */
export function verdictOf({ at, status, code, outcome }: TeamsFailure): Verdict | undefined {
  if (outcome.kind !== "refused") return undefined;
  if (at === "login") return { reason: "unauthorized", note: "teams-login-refused" };
  return byCode[code ?? ""] ?? byStatus[status ?? 0];
}

/** What to call the failure in a sentence: the vendor's word, else the status, else our reason. */
export function codeOf({ code, status, outcome }: TeamsFailure): string {
  return code ?? (status === undefined ? outcome.reason : `HTTP ${status}`);
}

/** The outcome of a write, with the click that mends it as its detail, in the destination's language. */
export function outcomeOf(failure: TeamsFailure, locale: Locale): Failure {
  const verdict = verdictOf(failure);
  if (!verdict) return failure.outcome;
  const { reason, note } = verdict;
  return { kind: "refused", reason, detail: teamsWords(note, locale, codeOf(failure)) };
}
