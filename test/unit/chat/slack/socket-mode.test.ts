import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { openIngress } from "./ingress.ts";

const ackSchema = z.looseObject({ envelope_id: z.string(), payload: z.looseObject({}).optional() });

/** Slack as far as Socket Mode goes: gives out a socket's address, pushes envelopes, hears acknowledgements. */
async function openSockets() {
  const acks: z.infer<typeof ackSchema>[] = [];
  const sockets: WebSocket[] = [];
  const asked: (string | undefined)[] = [];
  const app = new Hono();
  let port = 0;
  app.post("/api/apps.connections.open", (c) => {
    asked.push(c.req.header("authorization"));
    return c.json({ ok: true, url: `ws://127.0.0.1:${port}/link` });
  });
  const wss = new WebSocketServer({ noServer: true });
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => {
    port = info.port;
  });
  await new Promise((ready) => server.once("listening", ready));
  server.on("upgrade", (request, socket, head) =>
    wss.handleUpgrade(request, socket, head, (ws) => {
      sockets.push(ws);
      ws.on("message", (data) => acks.push(ackSchema.parse(JSON.parse(String(data)))));
      ws.send(JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" } }));
    }),
  );
  onTestFinished(() => {
    for (const ws of sockets) ws.terminate();
    wss.close();
    return new Promise<void>((closed) => server.close(() => closed()));
  });
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    acks,
    asked,
    sockets,
    push: (envelope: object) => sockets.at(-1)?.send(JSON.stringify(envelope)),
  };
}

const press = {
  type: "block_actions",
  team: { id: "T1" },
  user: { id: "U0ONCALL01", name: "ada" },
  channel: { id: "C1", name: "ai-alerts" },
  trigger_id: "1.2.3",
  actions: [{ type: "button", action_id: "vigie:acknowledge", block_id: "b", value: "~g1:~u1:3" }],
};

describe("Socket Mode", () => {
  it("brings the same presses and commands as HTTP, acknowledges them, connects again, and is closed by a stop", async () => {
    const slack = await openSockets();
    const vigie = openIngress({ signingSecrets: [], appToken: "xapp-1", apiUrl: slack.apiUrl });
    vigie.ingress.start();
    await vi.waitFor(() => expect(slack.sockets).toHaveLength(1));
    expect(slack.asked).toEqual(["Bearer xapp-1"]);

    await vi.waitFor(() => {
      slack.push({ type: "interactive", envelope_id: "e1", accepts_response_payload: true, payload: press });
      expect(slack.acks.length).toBeGreaterThan(0);
    });
    expect(slack.acks[0]).toMatchObject({ envelope_id: "e1" });
    expect(vigie.presses[0]).toMatchObject({ handler: "acknowledge", account: { vendor: "slack", id: "U0ONCALL01" } });

    const payload = {
      command: "/vigie",
      text: "oncall",
      team_id: "T1",
      user_id: "U0ONCALL01",
      channel_id: "C1",
      trigger_id: "1",
    };
    slack.push({ type: "slash_commands", envelope_id: "e2", accepts_response_payload: true, payload });
    await vi.waitFor(() =>
      expect(slack.acks.at(-1)).toMatchObject({ envelope_id: "e2", payload: { text: "you said &lt;oncall&gt;" } }),
    );

    slack.sockets[0]?.close();
    await vi.waitFor(() => expect(slack.sockets).toHaveLength(2), 5_000);
    await vi.waitFor(() => expect(slack.sockets[1]?.readyState).toBe(1));

    await vigie.ingress.stop();
    await vi.waitFor(() => expect(slack.sockets[1]?.readyState).toBe(3));
    expect(slack.sockets).toHaveLength(2);
  });
});
