import { createHmac } from "node:crypto";
import { serve } from "@hono/node-server";
import { createFaultBox } from "../../src/sandbox/faults.ts";
import { type Pressable, pressables } from "../../src/sandbox/slack/elements.ts";
import { createSlackStandIn } from "../../src/sandbox/slack/index.ts";
import { createSlackMemory, type SandboxMessage } from "../../src/sandbox/slack/memory.ts";
import { openStandInState } from "../../src/sandbox/state.ts";

const secret = "a signing secret of tests";

/** A Slack of its own beside a Vigie that runs as a process, on the real clock. */
export type SlackBeside = {
  /** What that Vigie is started with; its sandbox plays the other vendors. */
  readonly env: Readonly<Record<string, string>>;
  readonly messages: () => readonly SandboxMessage[];
  readonly buttonsOf: (message: SandboxMessage) => readonly Pressable[];
  /** Presses a button as somebody; what Vigie answered, and after how long. */
  readonly press: (
    origin: string,
    message: SandboxMessage,
    button: Pressable,
    user: string,
  ) => Promise<{ readonly status: number; readonly ms: number }>;
  readonly stop: () => Promise<void>;
};

export async function openSlackBeside(): Promise<SlackBeside> {
  const state = openStandInState(":memory:");
  let port = 0;
  const baseUrl = () => `http://127.0.0.1:${port}`;
  const { routes } = createSlackStandIn({
    state,
    now: Date.now,
    faults: createFaultBox(),
    baseUrl,
    openDoors: true,
    channels: [{ name: "ai-alerts" }],
  });
  const server = serve({ fetch: routes.fetch, port: 0, hostname: "127.0.0.1" }, (info) => {
    port = info.port;
  });
  await new Promise((ready) => server.once("listening", ready));
  const memory = createSlackMemory(state);
  return {
    env: {
      SLACK_BOT_TOKEN: "xoxb-sandbox-beside",
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: `${baseUrl()}/api`,
      VIGIE_SANDBOX: "teams,pagerduty,jira",
    },
    messages: () => memory.channels().flatMap(({ id }) => memory.messages(id)),
    buttonsOf: (message) => pressables(message),
    async press(origin, { channel, ts }, { type, action_id, value }, user) {
      const payload = {
        type: "block_actions",
        team: { id: "T1" },
        user: { id: user },
        channel: { id: channel },
        container: { type: "message", channel_id: channel, message_ts: ts },
        trigger_id: "1.1.1",
        response_url: `${baseUrl()}/response/${channel}/${user}`,
        actions: [{ type, action_id, value }],
        // Each press is one of its own, though it may be pressed twice within a second.
        action_ts: String(performance.now()),
      };
      const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      const seconds = Math.floor(Date.now() / 1000);
      const signature = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
      const began = performance.now();
      const answer = await fetch(`${origin}/slack/events`, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-slack-request-timestamp": String(seconds),
          "x-slack-signature": `v0=${signature}`,
        },
        body,
      });
      await answer.text();
      return { status: answer.status, ms: performance.now() - began };
    },
    async stop() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      state.close();
    },
  };
}
