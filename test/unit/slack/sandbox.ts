import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { readBody } from "../../../src/chat/slack/body.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { SlackDestination } from "../../../src/policy/destination.ts";
import type { Doubt, WriteOutcome } from "../../../src/receivers/receiver.ts";
import { createSlackReceiver, type SlackBinding } from "../../../src/receivers/slack/index.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { sandboxPeople } from "../../../src/sandbox/people.ts";
import { createSlackStandIn, type SlackStandInDeps } from "../../../src/sandbox/slack/index.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { nine } from "../draw/views.ts";

export const token = "xoxb-sandbox-7f3c9a51";
export const channel: SlackDestination = {
  receiver: "slack",
  id: "slack:#ai-alerts",
  channel: "#ai-alerts",
  locale: "en",
  fallback: [],
};

const answerSchema = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
export type Answer = z.infer<typeof answerSchema>;

/** Slack's stand-in on 127.0.0.1 under a clock of its own, and a receiver that talks to it over HTTP. */
export async function openSlack(options: Partial<SlackStandInDeps> = {}) {
  const clock = { now: nine };
  const calls: string[] = [];
  const faults = createFaultBox();
  const state = openStandInState(":memory:");
  const vigie = await openVigie();
  const standIn = createSlackStandIn({
    state,
    faults,
    now: () => clock.now,
    baseUrl: () => url,
    vigie: { url: () => vigie.url, secret: vigieSecret },
    ...options,
  });
  const app = new Hono();
  app.use("/api/:method", async (c, next) => {
    calls.push(c.req.param("method"));
    await next();
  });
  app.route("/", standIn.routes);
  const { port, stop } = await listen(app);
  const url = `http://127.0.0.1:${port}`;
  onTestFinished(stop);
  const receiver = createSlackReceiver({ token, apiUrl: `${url}/api/` });

  const ask = async (method: string, args: object, as: string | null = token): Promise<Answer> => {
    const headers = { "content-type": "application/json", ...(as && { authorization: `Bearer ${as}` }) };
    const answer = await fetch(`${url}/api/${method}`, { method: "POST", headers, body: JSON.stringify(args) });
    return answerSchema.parse(await answer.json());
  };
  const signal = () => AbortSignal.timeout(receiver.timeOutMs);
  const write = async (view: IncidentView, binding: SlackBinding | null, to = channel) => {
    const step = receiver.next(view, binding, to);
    if (!step) throw new Error("in line already");
    return receiver.write({ view, destination: to, binding, step, attemptId: "a-1", signal: signal() });
  };
  return {
    url,
    clock,
    vigie,
    calls,
    faults,
    standIn,
    receiver,
    ask,
    signal,
    /** The next write, whatever it is. */
    write,
    /** All writes until the channel is in line. */
    async tell(view: IncidentView, binding: SlackBinding | null = null, to = channel): Promise<SlackBinding> {
      let at = binding;
      while (receiver.next(view, at, to)) at = sent(await write(view, at, to)).binding;
      if (!at) throw new Error("nothing to tell");
      return at;
    },
    lookUp: (view: IncidentView, binding: SlackBinding | null, doubt: Doubt, to = channel) => {
      if (!receiver.lookUp) throw new Error("Slack can be looked at");
      return receiver.lookUp({ view, destination: to, binding, doubt, attemptId: "a-2", signal: signal() });
    },
    check: (to = channel) => receiver.check(to, signal()),
    /** Somebody does something on the sandbox's page: `press`, `command`, `view/<id>`. */
    async act(path: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
      const body = new URLSearchParams(form);
      const answer = await fetch(`${url}/people/${path}`, { method: "POST", body, redirect: "manual", headers });
      return { status: answer.status, location: answer.headers.get("location") ?? "", text: await answer.text() };
    },
    /** Posts a message with a button, presses it, and gives the trigger that Vigie got. */
    async trigger(): Promise<string> {
      const elements = [
        { type: "button", action_id: "vigie:note", text: { type: "plain_text", text: "Note" }, value: "v" },
      ];
      const blocks = [{ type: "actions", elements }];
      const { channel: at, ts } = await ask("chat.postMessage", { channel: "#general", text: "x", blocks });
      const press = JSON.stringify({ channel: at, ts, action: "vigie:note" });
      await this.act("press", { user: sandboxPeople[0].slack, press }, { prefer: "respond-async" });
      return z.object({ trigger_id: z.string() }).parse(vigie.heard.at(-1)).trigger_id;
    },
    /** What stands in the channel, oldest first, read past the API's rules. */
    async messages(name = "#ai-alerts"): Promise<readonly Message[]> {
      await ask("conversations.join", { channel: name });
      const { messages } = await ask("conversations.history", { channel: name, include_all_metadata: true });
      return z.array(messageSchema).parse(messages).toReversed();
    },
    async thread(ts: string, name = "#ai-alerts"): Promise<readonly Message[]> {
      await ask("conversations.join", { channel: name });
      const { messages } = await ask("conversations.replies", { channel: name, ts, include_all_metadata: true });
      return z.array(messageSchema).parse(messages).slice(1);
    },
  };
}
/** What the stand-in signs its requests with. */
export const vigieSecret = "what the sandbox signs with";

/** Vigie as far as the stand-in sees it: hears signed payloads and answers as the test says. */
async function openVigie() {
  const heard: unknown[] = [];
  const requests: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[] = [];
  const vigie = { url: "", heard, requests, answer: (_payload: unknown): object | null => null };
  const app = new Hono();
  app.post("/slack/events", async (c) => {
    const body = await c.req.text();
    requests.push({ headers: c.req.header(), body });
    const payload = readBody(body, c.req.header("content-type") ?? "");
    heard.push(payload);
    const answer = vigie.answer(payload);
    return answer ? c.json(answer) : c.body(null, 200);
  });
  const { port, stop } = await listen(app);
  vigie.url = `http://127.0.0.1:${port}`;
  onTestFinished(stop);
  return vigie;
}

export type SlackWorld = Awaited<ReturnType<typeof openSlack>>;

const messageSchema = z.looseObject({
  ts: z.string(),
  text: z.string(),
  subtype: z.string().optional(),
  metadata: z.unknown(),
});
export type Message = z.infer<typeof messageSchema>;

/** The outcome, which must be `sent`. */
export function sent(outcome: WriteOutcome<SlackBinding>): Extract<typeof outcome, { kind: "sent" }> {
  if (outcome.kind !== "sent") throw new Error(`not sent: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** Serves on a free port of 127.0.0.1. */
export function listen(app: Hono): Promise<{ readonly port: number; stop(): Promise<void> }> {
  return new Promise((ready) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      ready({
        port,
        stop: () => {
          if ("closeAllConnections" in server) server.closeAllConnections();
          return new Promise((stopped) => server.close(() => stopped()));
        },
      }),
    );
  });
}
