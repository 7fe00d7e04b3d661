import { expect, test } from "vitest";
import { failureOf, outcomeOf } from "../../../src/receivers/teams/failure.ts";

const signal = new AbortController().signal;

/** What the SDK throws. */
function restError(status: number, code?: string, headers: Record<string, string> = {}): Error {
  const body = code === undefined ? "<html>" : JSON.stringify({ error: { code, message: "said by the vendor" } });
  return Object.assign(new Error("said by the vendor"), {
    name: "RestError",
    statusCode: status,
    response: { bodyAsText: body, headers: new Map(Object.entries(headers)) },
  });
}

test.each([
  ["A malformed message", 400, "Bad Argument", { kind: "refused", reason: "bad-request" }],
  ["An unknown bot", 401, "BotNotRegistered", { kind: "refused", reason: "unauthorized" }],
  ["A 401 without a word", 401, undefined, { kind: "refused", reason: "unauthorized" }],
  ["A bot that is not in the team", 403, "BotNotInConversationRoster", { kind: "refused", reason: "not-in-channel" }],
  ["A bot that was removed", 403, "ForbiddenOperationException", { kind: "refused", reason: "not-in-channel" }],
  ["A bot that the administrator blocked", 403, "BotDisabledByAdmin", { kind: "refused", reason: "forbidden" }],
  ["A moderated channel", 403, "ConversationBlockedByUser", { kind: "refused", reason: "forbidden" }],
  ["A government tenant", 403, "InvalidBotApiHost", { kind: "refused", reason: "forbidden" }],
  ["A private channel", 403, "NotEnoughPermissions", { kind: "refused", reason: "forbidden" }],
  ["A channel that is gone", 404, "ConversationNotFound", { kind: "refused", reason: "not-found" }],
  ["Two writes at once", 412, "PreconditionFailed", { kind: "retry", reason: "server-error", maybe: false }],
  ["A message too large", 413, "MessageSizeTooBig", { kind: "refused", reason: "bad-request" }],
  ["Too many messages", 429, "Throttled", { kind: "retry", reason: "rate-limited", maybe: false }],
  ["A fault at Teams", 500, "ServiceError", { kind: "retry", reason: "server-error", maybe: true }],
  ["A fault behind Teams", 502, "ServiceError", { kind: "retry", reason: "server-error", maybe: true }],
  ["An overloaded Teams", 503, undefined, { kind: "retry", reason: "server-error", maybe: true }],
  ["A gateway's time-out", 504, undefined, { kind: "retry", reason: "server-error", maybe: true }],
  [
    "An accepted message with an unreadable answer",
    201,
    undefined,
    { kind: "retry", reason: "bad-answer", maybe: true },
  ],
  ["A redirect", 302, undefined, { kind: "retry", reason: "bad-answer", maybe: false }],
] as const)("%s (%i %s)", (_sentence, status, code, expected) => {
  const outcome = outcomeOf(failureOf(restError(status, code), signal, 0), "en");
  expect(outcome).toMatchObject(expected);
  expect(JSON.stringify(outcome)).not.toContain("said by the vendor");
});

test("Retry-After is read in seconds and as a date", () => {
  const after = (value: string) =>
    outcomeOf(failureOf(restError(429, "Throttled", { "retry-after": value }), signal, 0), "en");
  expect(after("12")).toMatchObject({ afterMs: 12_000 });
  expect(after("Thu, 01 Jan 1970 00:00:30 GMT")).toMatchObject({ afterMs: 30_000 });
  expect(after("soon")).not.toHaveProperty("afterMs");
});

test("A code that is no word is not told", () => {
  expect(outcomeOf(failureOf(restError(403, "<script>"), signal, 0), "en")).toMatchObject({
    detail: expect.stringContaining("HTTP 403"),
  });
});

test("What is no failure of the call is a bug and is thrown on", () => {
  expect(() => failureOf(new TypeError("x is undefined"), signal, 0)).toThrow(TypeError);
});
