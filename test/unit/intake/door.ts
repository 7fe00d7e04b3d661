import { connect } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { Alert } from "../../../src/alert/alert.ts";
import { createBodyBudget } from "../../../src/intake/body.ts";
import { type WebhookDeps, webhook } from "../../../src/intake/webhook.ts";
import { noLog } from "../../../src/log.ts";
import { noMeter } from "../../../src/meter.ts";
import { createMasker } from "../../../src/privacy/masker.ts";
import { noProbe } from "../../../src/probe.ts";
import { sources } from "../../../src/sources/index.ts";
import { nine } from "../incident/ledger.ts";

const answerSchema = z.object({
  accepted: z.number().optional(),
  rejected: z.array(z.object({ index: z.number(), issues: z.array(z.unknown()) })).optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    })
    .optional(),
});
export type Answer = { readonly status: number; readonly headers: Headers } & z.infer<typeof answerSchema>;

/** The webhooks on 127.0.0.1 with a place of their own to put alerts into, and parts replaced. */
export async function openDoor(changes: Partial<WebhookDeps> = {}) {
  const accepted: Alert[] = [];
  const counted: string[] = [];
  const budget = createBodyBudget();
  const deps: WebhookDeps = {
    intake: { accept: async (alerts) => void accepted.push(...alerts) },
    mask: createMasker({ key: "a key that only tests know" }),
    keepSources: async () => {},
    tokens: [],
    isLocal: () => true,
    budget,
    now: () => nine,
    monotonicMs: () => 0,
    draining: () => false,
    meter: {
      ...noMeter,
      count: (name, labels = {}, by = 1) => void counted.push([name, ...Object.values(labels), by].join(" ")),
    },
    log: noLog,
    probe: noProbe,
    ...changes,
  };
  const app = new Hono();
  for (const source of sources) app.post(`/webhooks/${source.name}`, webhook(source, deps));
  const { url, port, stop } = await listening(app);
  onTestFinished(stop);
  const post = async (
    source: string,
    body: RequestInit["body"] | object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const isRaw = typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;
    const answer = await fetch(`${url}/webhooks/${source}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: isRaw ? body : JSON.stringify(body),
      ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    return { status: answer.status, headers: answer.headers, ...answerSchema.parse(await answer.json()) };
  };
  return { url, post, accepted, counted, budget: deps.budget, say: (lines: string) => say(port, lines) };
}

/** Serves on a free port of 127.0.0.1. */
export function listening(app: Hono): Promise<{ url: string; port: number; stop: () => Promise<void> }> {
  return new Promise((done) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      done({
        url: `http://127.0.0.1:${port}`,
        port,
        stop: () => {
          if ("closeAllConnections" in server) server.closeAllConnections();
          return new Promise((stopped) => server.close(() => stopped()));
        },
      }),
    );
  });
}

/** Writes bytes of HTTP as they are; gives the first line that comes back, and a way to hang up. */
function say(port: number, lines: string): { readonly firstLine: Promise<string>; readonly hangUp: () => void } {
  const socket = connect(port, "127.0.0.1", () => socket.write(lines));
  const firstLine = new Promise<string>((done, failed) => {
    socket.once("data", (bytes) => done(bytes.toString("latin1").split("\r\n")[0] ?? ""));
    socket.once("error", failed);
  });
  firstLine.catch(() => {});
  return { firstLine, hangUp: () => socket.destroy() };
}
