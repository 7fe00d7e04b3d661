import { type Logger, LogLevel, WebClient } from "@slack/web-api";
import { z } from "zod";
import { failureOf, NoJsonObject, type SlackFailure, unreadable } from "./failure.ts";
import { retryAfterDefaultSec } from "./limits.ts";

const page = z.object({ next_cursor: z.string().optional() }).optional();
const channel = z.object({
  id: z.string(),
  name: z.string().default(""),
  is_private: z.boolean().default(false),
  is_archived: z.boolean().default(false),
  is_member: z.boolean().default(false),
});
const message = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
});
const user = z.object({
  id: z.string(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  team_id: z.string().optional(),
  is_stranger: z.boolean().default(false),
  is_email_confirmed: z.boolean().default(true),
  enterprise_user: z.object({ enterprise_id: z.string() }).optional().catch(undefined),
  profile: z
    .object({ email: z.string().nullish(), real_name: z.string().nullish(), display_name: z.string().nullish() })
    .default({}),
});
const messages = z.object({ messages: z.array(message), response_metadata: page });

/** The methods that Vigie calls, and what it needs of their answers. */
const schemas = {
  "auth.test": z.object({
    url: z.string(),
    team_id: z.string(),
    user_id: z.string(),
    enterprise_id: z.string().nullish().catch(undefined),
  }),
  "chat.postMessage": z.object({ channel: z.string(), ts: z.string() }),
  "chat.update": z.object({ channel: z.string(), ts: z.string() }),
  "chat.delete": z.object({ channel: z.string(), ts: z.string() }),
  "conversations.list": z.object({ channels: z.array(channel), response_metadata: page }),
  "conversations.info": z.object({ channel }),
  "conversations.join": z.object({ channel }),
  "conversations.history": messages,
  "conversations.replies": messages,
  "users.info": z.object({ user }),
  "users.lookupByEmail": z.object({ user }),
  "usergroups.users.list": z.object({ users: z.array(z.string()) }),
  "chat.postEphemeral": z.object({ message_ts: z.string() }),
  "views.open": z.object({ view: z.object({ id: z.string() }) }),
  "views.publish": z.object({ view: z.object({ id: z.string() }) }),
  "conversations.create": z.object({ channel }),
  "conversations.invite": z.object({ channel: z.object({ id: z.string() }) }),
  "pins.add": z.object({}),
};
type Values = { [M in keyof typeof schemas]: z.infer<(typeof schemas)[M]> };
const answers: { readonly [M in keyof Values]: z.ZodType<Values[M]> } = schemas;

/** A channel as far as Vigie looks at it. */
export type SlackChannel = z.infer<typeof channel>;

/** Somebody in Slack, as far as Vigie looks at them. */
export type SlackUser = z.infer<typeof user>;

/** What a call gave: the parts that Vigie reads and the scopes that the token has, or why it failed. */
export type SlackAnswer<M extends keyof Values> =
  | { readonly kind: "ok"; readonly value: Values[M]; readonly scopes: readonly string[] }
  | SlackFailure;

/** Calls one method: one request, never repeated. Failure is a value; throws only for bugs. */
export type SlackCall = <M extends keyof Values>(
  method: M,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<SlackAnswer<M>>;

/**
 * Slack's own client, made to send each call once. A client is made per call (45 µs): so the caller's time-out reaches
 * the request, and no queue is shared that a 429 to one channel would stop for all (sdk-notes 0.5, 0.6).
 *
 * @param options.apiUrl ends in `/`; Slack's own by default
 */
export function createSlackCall(options: { readonly token: string; readonly apiUrl?: string }): SlackCall {
  return async (method, args, signal) => {
    const client = new WebClient(options.token, {
      ...(options.apiUrl && { slackApiUrl: options.apiUrl }),
      allowAbsoluteUrls: false,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: silent,
      fetch: (url, init) => fetchOnce(url, { ...init, signal }),
    });
    try {
      const result = await client.apiCall(method, { ...args });
      const { data } = answers[method].safeParse(result);
      const scopes = result.response_metadata?.scopes ?? [];
      return data ? { kind: "ok", value: data, scopes } : unreadable;
    } catch (error) {
      return failureOf(error, signal);
    }
  };
}

/**
 * One request, read to its end, so that a connection cut in the body is a failed request like any other. Redirects are
 * not followed (and `error` is unknown on Workers); a 429 always gets a `Retry-After`, without which the SDK would throw
 * an error of no kind.
 */
async function fetchOnce(url: string | URL | Request, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  const { status } = response;
  const body = await response.text();
  if (status === 200 && !isJsonObject(body)) throw new NoJsonObject();
  const headers = new Headers(response.headers);
  if (!/^\d/.test(headers.get("retry-after") ?? "")) headers.delete("retry-after");
  if (status === 429 && !headers.has("retry-after")) headers.set("retry-after", String(retryAfterDefaultSec));
  return new Response(body === "" ? null : body, { status, headers });
}

function isJsonObject(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}

/** The SDK's own log lines tell nothing that the outcome does not, and quote request bodies. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
