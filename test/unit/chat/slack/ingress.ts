import { createHmac } from "node:crypto";
import { Hono } from "hono";
import type { Said } from "../../../../src/chat/commands/command.ts";
import type { Press, Pressed } from "../../../../src/chat/desk.ts";
import { listenToSlack } from "../../../../src/chat/slack/index.ts";
import type { SlackDeps } from "../../../../src/chat/slack/slack-deps.ts";
import { noMeter } from "../../../../src/meter.ts";
import type { Policy } from "../../../../src/policy/policy.ts";
import { renderLines } from "../../../../src/receivers/slack/render.ts";

export const secret = "a secret that only tests know";
export const nowMs = Date.parse("2026-11-20T08:00:00Z");
export const about = { number: 7, groupId: "g1", uid: "u1", version: 3 };

export type Call = { readonly method: string; readonly args: Readonly<Record<string, unknown>> };
type Options = {
  readonly press?: (press: Press) => Promise<Pressed>;
  readonly run?: (text: string) => Promise<Said>;
  readonly signingSecrets?: readonly string[];
  readonly answerWithinMs?: number;
  readonly appToken?: string;
  readonly apiUrl?: string;
};

/** Only the destinations are looked at. */
const policy = { destinations: new Map() } as unknown as Policy;

/** Vigie's ear for Slack, with a desk that the test plays and a Slack that remembers what it was asked. */
export function openIngress(options: Options = {}) {
  const presses: Press[] = [];
  const ran: string[] = [];
  const calls: Call[] = [];
  const logged: object[] = [];
  const log = (fields: object) => void logged.push(fields);
  const deps: SlackDeps = {
    access: {
      apiUrl: options.apiUrl ?? "http://127.0.0.1:9/api/",
      signingSecrets: options.signingSecrets ?? [secret],
      ...(options.appToken === undefined ? {} : { appToken: options.appToken }),
    },
    desk: {
      press: async (press) => {
        presses.push(press);
        return (await options.press?.(press)) ?? { kind: "done", said: "Done.", about };
      },
    },
    commands: {
      names: [],
      run: async (text) => {
        ran.push(text);
        return (await options.run?.(text)) ?? { lines: [[{ kind: "text", text: `you said <${text}>` }]] };
      },
    },
    directory: {
      personOf: async ({ id }) => ({ actor: { id: `person:slack:${id}` } }),
      find: async () => null,
      rolesOf: async () => new Set(),
      onCall: async () => ({ kind: "nobody", because: "no-schedule" }),
      mentionOf: async () => undefined,
      accountOf: async () => undefined,
    },
    store: { list: async () => ({ incidents: [], next: null }) },
    policy: () => policy,
    api: async (method, args) => {
      calls.push({ method, args });
      return { kind: "ok", value: {} };
    },
    draw: renderLines,
    titleOf: () => "a title",
    locale: "en",
    now: () => nowMs,
    meter: noMeter,
    log: { info: log, warn: log, error: log },
    ...(options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }),
  };
  const ingress = listenToSlack(deps);
  const app = new Hono();
  ingress.mount(app);
  const post = async (body: string | ReadableStream, headers: Readonly<Record<string, string>>) => {
    const answer = await app.request("/slack/events", { method: "POST", body, headers, duplex: "half" });
    const text = await answer.text();
    return { status: answer.status, text, json: text.startsWith("{") ? (JSON.parse(text) as unknown) : undefined };
  };
  return { ingress, presses, ran, calls, logged, post };
}
export type Ingress = ReturnType<typeof openIngress>;

/** The headers that Slack would send. */
export function signed(
  body: string,
  { at = nowMs, by = secret, type = "application/x-www-form-urlencoded" } = {},
): Record<string, string> {
  const seconds = Math.floor(at / 1000);
  const signature = createHmac("sha256", by).update(`v0:${seconds}:${body}`).digest("hex");
  return {
    "content-type": type,
    "x-slack-request-timestamp": String(seconds),
    "x-slack-signature": `v0=${signature}`,
  };
}

export function formOf(payload: object): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Somebody presses a button of a card. */
export function pressed(handler = "acknowledge", more: object = {}): string {
  return formOf({
    type: "block_actions",
    team: { id: "T1" },
    user: { id: "U0ONCALL01", username: "ada" },
    channel: { id: "C1", name: "ai-alerts" },
    trigger_id: "1.2.3",
    actions: [{ type: "button", action_id: `vigie:${handler}`, block_id: "b", value: "~g1:~u1:3" }],
    ...more,
  });
}
