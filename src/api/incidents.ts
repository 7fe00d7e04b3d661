import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Offer } from "../incident/handler-ids.ts";
import type { Incident } from "../incident/incident.ts";
import { type LastToldDeps, lastToldAt } from "../store/last-told-at.ts";
import { BadCursor, type Store, type StoredIncident } from "../store/port.ts";
import { readShadow } from "../store/read-shadow.ts";
import { actionJson } from "./action-json.ts";
import { type ActionDeps, act, actionRoute } from "./actions.ts";
import { always, failure, security } from "./answers.ts";
import { careJson } from "./care-json.ts";
import { type ChangesDeps, changesJson, changesRoute } from "./changes.ts";
import { idSchema } from "./id-schema.ts";
import { detailJson, detailSchema, summaryJson, summarySchema } from "./incident-json.ts";
import { jsonBody } from "./json-body.ts";
import { openApi } from "./open-api.ts";
import { sameOrigin } from "./same-origin.ts";
import { seenJson, seenRoute } from "./seen.ts";
import { shadowJson, shadowSchema } from "./shadow-json.ts";

/** `alerts` of one incident are the first 100 (DESIGN 6). */
const alertsShown = 100;
const description = {
  openapi: "3.1.0",
  info: {
    title: "Vigie",
    version: "1",
    description: "Incidents of Vigie, to read and to act on. Times are ISO 8601 UTC.",
  },
};
const journalPage = 200;

export type ApiDeps = LastToldDeps &
  ActionDeps &
  ChangesDeps & {
    readonly store: Pick<Store, "list" | "find" | "journal" | "alerts" | "loadBinding" | "notes">;
    /** What the incident is about, in one line. */
    readonly titleOf: (incident: Incident) => string;
    /** What can be pressed now. */
    readonly offersOf: (incident: Incident) => readonly Offer[];
  };

const limit = z.coerce.number().int().min(1).max(200).default(50);

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/incidents",
  request: { query: z.object({ limit, cursor: z.string().max(512).optional() }) },
  responses: {
    200: {
      description: "Incidents, newest `updatedAt` first; `next` goes back as `cursor`, null at the end.",
      content: {
        "application/json": { schema: z.object({ incidents: z.array(summarySchema), next: z.string().nullable() }) },
      },
    },
    422: failure("A parameter cannot be read."),
    ...always,
  },
  security,
});

const detailRoute = createRoute({
  method: "get",
  path: "/api/v1/incidents/{id}",
  request: { params: idSchema },
  responses: {
    200: { description: "One incident.", content: { "application/json": { schema: detailSchema } } },
    404: failure("No such incident."),
    422: failure("A parameter cannot be read."),
    ...always,
  },
  security,
});

const entrySchema = z
  .object({
    seq: z.int(),
    at: z.iso.datetime(),
    actor: z.string(),
    kind: z.string(),
    data: z.record(z.string(), z.unknown()),
    prevHash: z.string(),
    hash: z.string(),
  })
  .openapi("JournalEntry");

const journalRoute = createRoute({
  method: "get",
  path: "/api/v1/incidents/{id}/journal",
  request: { params: idSchema, query: z.object({ after: z.coerce.number().int().min(0).default(0), limit }) },
  responses: {
    200: {
      description: "The journal, oldest first; `next` goes back as `after`, null at the end.",
      content: {
        "application/json": { schema: z.object({ entries: z.array(entrySchema), next: z.int().nullable() }) },
      },
    },
    404: failure("No such incident."),
    422: failure("A parameter cannot be read."),
    ...always,
  },
  security,
});

const shadowRoute = createRoute({
  method: "get",
  path: "/api/v1/shadow",
  responses: {
    200: {
      description: "What routes in shadow would have told of the newest incidents, beside what was told.",
      content: { "application/json": { schema: shadowSchema } },
    },
    ...always,
  },
  security,
});

/** The routes, and their OpenAPI document. */
export type Api = { readonly routes: OpenAPIHono; readonly describe: () => unknown };

/** The action's path as the router writes it. */
const actionPath = actionRoute.getRoutingPath();

function numberOf(id: string): number {
  return Number(id.slice("VIG-".length));
}

/** The JSON API (DESIGN 6), and `GET /openapi.json`. Who may ask is decided before (`app.ts`). */
export function createApi(deps: ApiDeps): Api {
  const { store } = deps;
  const api = openApi();
  const notFound = { error: { code: "not-found", message: "there is no such incident", issues: [] } };
  const findById = (id: string) => store.find(numberOf(id));
  const titled = (stored: StoredIncident) => summaryJson(stored, deps.titleOf(stored.incident));

  api.openapi(listRoute, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    try {
      const page = await store.list({ limit, ...(cursor === undefined ? {} : { cursor }) });
      return c.json({ incidents: page.incidents.map(titled), next: page.next }, 200);
    } catch (cause) {
      if (!(cause instanceof BadCursor)) throw cause;
      const issues = [{ path: "cursor", code: "custom", message: "is not one that this list gave out" }];
      return c.json({ error: { code: "unreadable", message: "a parameter cannot be read", issues } }, 422);
    }
  });

  const detailed = async (stored: StoredIncident) => {
    const { incident } = stored;
    const [alerts, toldAt] = await Promise.all([store.alerts(incident, alertsShown), lastToldAt(incident, deps)]);
    const care = {
      ...careJson(incident, deps.offersOf(incident), deps.locale),
      ...actionJson(incident, deps.locale),
    };
    return detailJson(stored, deps.titleOf(incident), alerts, toldAt, care);
  };

  api.openapi(detailRoute, async (c) => {
    const stored = await findById(c.req.valid("param").id);
    return stored ? c.json(await detailed(stored), 200) : c.json(notFound, 404);
  });

  api.on("POST", actionPath, sameOrigin, ...jsonBody);
  api.openapi(actionRoute, async (c) => {
    const { id, handler } = c.req.valid("param");
    const acted = await act(c, { number: numberOf(id), handler }, c.req.valid("json"), deps);
    if (acted.status !== 200) {
      const { status, ...error } = acted;
      return c.json({ error }, status);
    }
    const stored = await store.find(acted.number);
    return stored ? c.json({ said: acted.said, incident: await detailed(stored) }, 200) : c.json(notFound, 404);
  });

  api.openapi(journalRoute, async (c) => {
    const stored = await findById(c.req.valid("param").id);
    if (!stored) return c.json(notFound, 404);
    const { after, limit } = c.req.valid("query");
    const entries = await store.journal(stored.incident, after, Math.min(limit, journalPage));
    const last = entries.at(-1);
    const next = last && last.seq < stored.incident.seq ? last.seq : null;
    const shown = entries.map(({ at, data, ...entry }) => ({
      ...entry,
      at: new Date(at).toISOString(),
      data: { ...data },
    }));
    return c.json({ entries: shown, next }, 200);
  });

  api.openapi(seenRoute, async (c) => c.json(await seenJson(store), 200));

  api.openapi(changesRoute, async (c) => c.json(await changesJson(c.req.valid("query"), deps), 200));

  api.openapi(shadowRoute, async (c) => c.json(shadowJson(await readShadow(store), titled), 200));

  api.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  api.openAPIRegistry.registerComponent("securitySchemes", "basic", { type: "http", scheme: "basic" });
  api.doc31("/openapi.json", description);
  return { routes: api, describe: () => api.getOpenAPI31Document(description) };
}
