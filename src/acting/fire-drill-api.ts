import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { always, failure, security } from "../api/answers.ts";
import { openApi } from "../api/open-api.ts";
import { humanId } from "../incident/view.ts";
import type { FireDrills } from "./fire-drills.ts";

const askedSchema = z
  .object({
    destination: z.string().min(1).max(300).openapi({
      description: "A destination's id, a name of `tell:`, or `team/name`.",
      example: "slack:#ai-alerts",
    }),
  })
  .openapi("FireDrill");

/** What `POST /api/v1/fire-drill` answers; `vigie fire-drill` reads it with the same schema. */
export const drillSchema = z.object({ id: z.string(), destinations: z.array(z.string()) }).openapi("FireDrillBegun");

const drillRoute = createRoute({
  method: "post",
  path: "/api/v1/fire-drill",
  request: { body: { required: true, content: { "application/json": { schema: askedSchema } } } },
  responses: {
    202: {
      description:
        "An exercise began: the destination is told, then it ends by itself. Its incident says how it stands.",
      content: { "application/json": { schema: drillSchema } },
    },
    404: failure("The policy names no such destination."),
    422: failure("The request cannot be read."),
    ...always,
  },
  security,
});

type FireDrillCaller = {
  /** Who asks, as the journal names actors. */
  readonly callerOf: (c: Context) => string;
  /** Why they may not; `null` when they may. */
  readonly refusalOf: (c: Context) => Promise<string | null>;
};

/** `POST /api/v1/fire-drill`. */
export function createFireDrillApi(drills: FireDrills, { callerOf, refusalOf }: FireDrillCaller): OpenAPIHono {
  const api = openApi();
  api.openapi(drillRoute, async (c) => {
    const refusal = await refusalOf(c);
    if (refusal !== null) return c.json({ error: { code: "role", message: refusal, issues: [] } }, 403);
    const begun = await drills.begin(c.req.valid("json").destination, callerOf(c));
    if (begun.kind === "unknown") {
      const issues = begun.known.map((message) => ({ path: "destination", code: "known", message }));
      return c.json({ error: { code: "not-found", message: "the policy names no such destination", issues } }, 404);
    }
    const { incident, number } = begun.stored;
    return c.json({ id: humanId(number), destinations: incident.owed.map(({ id }) => id) }, 202);
  });
  return api;
}
