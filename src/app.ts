import type { OpenAPIHono } from "@hono/zod-openapi";
import { type Context, Hono } from "hono";
import { type AccessDeps, access, isLocal } from "./api/access.ts";
import { callerOf } from "./api/caller.ts";
import { type ApiDeps, createApi } from "./api/incidents.ts";
import { sameOrigin } from "./api/same-origin.ts";
import { type ChangeWebhookDeps, changeWebhook } from "./intake/change-webhook.ts";
import { type WebhookDeps, webhook } from "./intake/webhook.ts";
import type { Chat } from "./listening/create-chat.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Reloaded } from "./reload.ts";
import { changeSources } from "./sources/changes/index.ts";
import { sources } from "./sources/index.ts";
import type { Issue } from "./sources/source.ts";
import { StoreAway } from "./store/port.ts";
import { createWeb, pages, type WebDeps } from "./web/create-web.ts";
import { docsPage } from "./web/docs-page.ts";
import { apiWords } from "./words/api.ts";

export type AppDeps = {
  readonly webhooks: Omit<WebhookDeps, "isLocal">;
  /** What learns what changed. */
  readonly changes: Pick<ChangeWebhookDeps, "changes" | "secretsOf" | "isTestedTag" | "mask" | "budget">;
  readonly access: AccessDeps;
  readonly api: Omit<ApiDeps, "desk" | "callerOf">;
  readonly web: WebDeps;
  /** What people press and ask. */
  readonly chat: Pick<Chat, "desk" | "mount">;
  /** What the dashboard's forms and programs do. */
  readonly acting: OpenAPIHono;
  readonly metrics: Metrics;
  readonly log: Log;
  /** What `/readyz` answers; `ready: false` with what is known when the store cannot be reached. */
  readonly readiness: () => Promise<Readonly<Record<string, unknown>> & { readonly ready: boolean }>;
  /** Reads the policy again. */
  readonly reload: () => Promise<Reloaded>;
  /** Brings gauges up to date before they are read. */
  readonly beforeScrape: () => Promise<void>;
  /** Absent when nothing is sandboxed (protocol 12.1). */
  readonly sandbox?: Hono;
};

/** The HTTP service: one table of routes. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono({ strict: false });
  app.onError((error, c) => answerError(error, c, deps));
  app.notFound((c) => c.json(errorBody("not-found", "there is nothing here"), 404));

  const { remoteAddress, isLoopback } = deps.access;
  const local = (c: Context) => isLocal(c, remoteAddress(c), isLoopback);
  const webhooks: WebhookDeps = { ...deps.webhooks, isLocal: local };
  // A kept connection would be cut in the middle of its next request when the service stops.
  app.use("*", async (c, next) => {
    await next();
    if (deps.webhooks.draining()) c.header("connection", "close");
  });

  for (const source of sources) app.post(`/webhooks/${source.name}`, webhook(source, webhooks));
  for (const source of changeSources)
    app.post(`/webhooks/${source.name}`, changeWebhook(source, { ...webhooks, ...deps.changes }));

  deps.chat.mount(app);

  app.get("/healthz", (c) => c.json({ ok: true, time: new Date(deps.webhooks.now()).toISOString() }));
  app.get("/readyz", async (c) => {
    const state = await deps.readiness();
    return c.json(state, state.ready ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    await deps.beforeScrape();
    return c.text(await deps.metrics.text(), 200, { "content-type": deps.metrics.contentType });
  });

  const { sandbox } = deps;
  if (sandbox) {
    app.use("/sandbox/*", async (c, next) => (local(c) ? next() : c.notFound()));
    app.route("/sandbox", sandbox);
  }

  app.use("*", access(deps.access));
  app.post("/-/reload", sameOrigin, async (c) => {
    const reloaded = await deps.reload();
    if (reloaded.ok) return c.json({ hash: reloaded.hash });
    const issues = reloaded.faults.map((message) => ({ path: "", code: "faulty-policy", message }));
    return c.json(errorBody("faulty-policy", "the policy is faulty; the one of before stays in force", issues), 422);
  });
  const api = createApi({ ...deps.api, desk: deps.chat.desk, callerOf: (c) => callerOf(c, deps.access) });
  app.route("/", api.routes.route("/", deps.acting));
  app.get(
    "/docs",
    pages(deps.web)(async (c, visit) => {
      const { title } = apiWords[visit.locale].docs;
      return { status: 200, title, main: docsPage(visit, api.describe(), new URL(c.req.url).origin) };
    }),
  );
  app.route("/", createWeb(deps.web));
  return app;
}

function answerError(error: Error, c: Context, { log, metrics }: AppDeps): Response {
  if (error instanceof StoreAway) {
    return c.json(errorBody("store-away", "the store is away, ask again"), 503, { "retry-after": "5" });
  }
  metrics.count("bugs_total", { where: "http" });
  log.error({ err: error, route: c.req.routePath }, "a request failed");
  return c.json(errorBody("bug", "this is a fault of Vigie; it was logged"), 500);
}

function errorBody(code: string, message: string, issues: readonly Issue[] = []) {
  return { error: { code, message, issues } };
}
