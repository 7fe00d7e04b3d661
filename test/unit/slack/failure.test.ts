import { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import { verdictOf } from "../../../src/receivers/slack/error-words.ts";
import { createSlackReceiver } from "../../../src/receivers/slack/index.ts";
import { driftView } from "../draw/views.ts";
import { channel, listen, token } from "./sandbox.ts";

/** What a receiver makes of an answer, and how often it asked. */
async function outcomeOf(answer: () => Response) {
  let requests = 0;
  const app = new Hono().post("/api/chat.postMessage", () => {
    requests += 1;
    return answer();
  });
  const { port, stop } = await listen(app);
  onTestFinished(stop);
  const receiver = createSlackReceiver({ token, apiUrl: `http://127.0.0.1:${port}/api/` });
  const step = receiver.next(driftView, null, channel);
  if (!step) throw new Error("nothing to post");
  const signal = AbortSignal.timeout(5_000);
  const context = { view: driftView, destination: channel, binding: null, step, attemptId: "a", signal };
  const outcome = await receiver.write(context);
  return { outcome, requests };
}

const refused = (reason: string) => ({ kind: "refused", reason });
const retry = (reason: string, maybe: boolean) => ({ kind: "retry", reason, maybe });

describe("an error word of Slack", () => {
  it.each([
    ["invalid_auth", refused("unauthorized")],
    ["not_authed", refused("unauthorized")],
    ["token_revoked", refused("unauthorized")],
    ["token_expired", refused("unauthorized")],
    ["account_inactive", refused("unauthorized")],
    ["missing_scope", refused("forbidden")],
    ["restricted_action", refused("forbidden")],
    ["ekm_access_denied", refused("forbidden")],
    ["channel_not_found", refused("not-found")],
    ["is_archived", refused("archived")],
    ["not_in_channel", refused("not-in-channel")],
    ["msg_too_long", refused("bad-request")],
    ["invalid_blocks", refused("bad-request")],
    ["no_text", refused("bad-request")],
    ["too_many_attachments", refused("bad-request")],
    ["ratelimited", retry("rate-limited", false)],
    ["rate_limited", retry("rate-limited", false)],
    ["message_limit_exceeded", retry("rate-limited", false)],
    ["service_unavailable", retry("server-error", false)],
    ["request_timeout", retry("time-out", false)],
    ["internal_error", retry("server-error", true)],
    ["fatal_error", retry("server-error", true)],
    ["a_word_of_next_year", retry("bad-answer", false)],
  ])("%s", async (error, outcome) => {
    expect(await outcomeOf(() => Response.json({ ok: false, error }))).toEqual({
      outcome: { ...outcome, detail: error },
      requests: 1,
    });
  });

  it("has a verdict for what the methods of a write can answer", () => {
    expect(verdictOf("message_not_found")).toEqual({ verdict: "refused", reason: "not-found" });
    expect(verdictOf("block_mismatch")).toEqual({ verdict: "refused", reason: "bad-request" });
  });
});

describe("an answer that is not Slack's", () => {
  const html = `<html>proxy error, token was ${token}</html>`;
  it.each([
    [
      "a 429 with Retry-After",
      () => new Response("", { status: 429, headers: { "retry-after": "4" } }),
      { ...retry("rate-limited", false), afterMs: 4_000 },
    ],
    ["a 429 without", () => new Response("", { status: 429 }), { ...retry("rate-limited", false), afterMs: 30_000 }],
    [
      "a 429 with a date",
      () => new Response("", { status: 429, headers: { "retry-after": "Fri, 20 Nov 2026 09:00:00 GMT" } }),
      { ...retry("rate-limited", false), afterMs: 30_000 },
    ],
    ["a 500", () => new Response(html, { status: 500 }), { ...retry("server-error", true), detail: "HTTP 500" }],
    ["a 502", () => new Response(html, { status: 502 }), { ...retry("server-error", true), detail: "HTTP 502" }],
    ["a 401", () => new Response(html, { status: 401 }), { ...refused("unauthorized"), detail: "HTTP 401" }],
    ["a 403", () => new Response(html, { status: 403 }), { ...refused("forbidden"), detail: "HTTP 403" }],
    ["a 404", () => new Response(html, { status: 404 }), { ...refused("not-found"), detail: "HTTP 404" }],
    ["a 400", () => new Response(html, { status: 400 }), { ...refused("bad-request"), detail: "HTTP 400" }],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1:1/" } }),
      { ...retry("bad-answer", false), detail: "HTTP 302" },
    ],
    ["a page instead of JSON", () => new Response(html), retry("bad-answer", true)],
    ["an empty 200", () => new Response(""), retry("bad-answer", true)],
    ["ok without a ts", () => Response.json({ ok: true, channel: "C1" }), retry("bad-answer", true)],
    ["an error that is no word", () => Response.json({ ok: false, error: html }), retry("bad-answer", true)],
    ["a null", () => Response.json(null), retry("bad-answer", true)],
  ])("%s is told apart, after one request, without the token or the page", async (_name, answer, outcome) => {
    const seen = await outcomeOf(answer);
    expect(seen).toEqual({ outcome, requests: 1 });
    expect(JSON.stringify(seen)).not.toContain(token);
  });
});
