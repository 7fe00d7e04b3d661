import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Log } from "../../log.ts";
import type { Listener } from "./listener.ts";

/** Lets in what Teams sends; `receivers/teams` has the SDK. */
export type Door = (
  authorization: string,
  activity: Readonly<Record<string, unknown>>,
  listener: Listener,
) => Promise<
  | { readonly kind: "dealt-with"; readonly status: number; readonly body?: unknown }
  | { readonly kind: "refused"; readonly because: string }
>;

/** An activity with a card's form in it is a few KiB; Teams itself stops at about 100. */
const bodyMaxBytes = 256 * 1024;

/** Mounts `POST /api/messages`, where the Bot Framework sends what happens in Teams. */
export function mountTeams(app: Hono, door: Door, listener: Listener, log: Log): void {
  const bounded = bodyLimit({
    maxSize: bodyMaxBytes,
    onError: (c) => c.json(fault("too-large", "the activity is too large"), 413),
  });
  app.post("/api/messages", bounded, async (c) => {
    const authorization = c.req.header("authorization") ?? "";
    if (authorization === "") return unauthorized(c);
    const activity: unknown = await c.req.json().catch(() => undefined);
    if (!isActivity(activity)) return c.json(fault("not-json", "the body is no activity"), 400);
    const answer = await door(authorization, activity, listener);
    if (answer.kind === "dealt-with") {
      const { status, body } = answer;
      return body === undefined ? new Response(null, { status }) : Response.json(body, { status });
    }
    log.warn({ because: answer.because }, "a request to /api/messages is not from Teams");
    if (answer.because === "keys-away") {
      return c.json(fault("keys-away", "the caller cannot be checked now"), 503, { "retry-after": "5" });
    }
    return unauthorized(c);
  });
}

function isActivity(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function unauthorized(c: Context): Response {
  return c.json(fault("unauthorized", "this is not a request of Teams"), 401);
}

function fault(code: string, message: string) {
  return { error: { code, message, issues: [] } };
}
