import { createRoute, z } from "@hono/zod-openapi";
import type { Store } from "../store/port.ts";
import { readSeen } from "../store/seen.ts";
import { always, security } from "./answers.ts";

/** What `GET /api/v1/seen` answers; `vigie policy check --url` reads it with the same schema. */
export const seenSchema = z
  .object({
    metrics: z.array(z.object({ service: z.string().nullable(), metric: z.string() })),
    severities: z.array(z.object({ source: z.string(), label: z.string(), value: z.string() })),
    teams: z.array(z.string()),
    services: z.array(z.string()),
  })
  .openapi("Seen");
export type SeenJson = z.infer<typeof seenSchema>;

/** `GET /api/v1/seen`: what alerts spoke of since the installation began. */
export const seenRoute = createRoute({
  method: "get",
  path: "/api/v1/seen",
  responses: {
    200: {
      description: "Metrics, words for a severity, teams and services that alerts spoke of; at most 1,000 of each.",
      content: { "application/json": { schema: seenSchema } },
    },
    ...always,
  },
  security,
});

/**
 * Reads what the route answers.
 *
 * @throws StoreAway
 */
export async function seenJson(store: Pick<Store, "notes">): Promise<SeenJson> {
  const { metrics, severities, teams, services } = await readSeen(store);
  return { metrics: [...metrics], severities: [...severities], teams: [...teams], services: [...services] };
}
