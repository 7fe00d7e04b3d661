import { z } from "@hono/zod-openapi";
import { shadowMoments } from "../incident/entry-kinds.ts";
import { shadowTotals } from "../incident/shadow-comparison.ts";
import type { StoredIncident } from "../store/port.ts";
import type { ShadowRead } from "../store/read-shadow.ts";
import { summarySchema } from "./incident-json.ts";
import { iso, isoOf, isoTime } from "./iso-time.ts";

/** What `GET /api/v1/shadow` answers. */
export const shadowSchema = z
  .object({
    totals: z.array(
      z.object({
        destination: z.string(),
        receiver: z.string(),
        team: z.string().nullable(),
        incidents: z.int().openapi({ description: "Incidents that it would have been told of." }),
        moments: z.int().openapi({ description: "Moments at which it would have been told." }),
        pages: z.int(),
        told: z.int().openapi({ description: "Incidents of these that it was told of." }),
      }),
    ),
    incidents: z.array(
      z.object({
        incident: summarySchema,
        would: z.array(
          z.object({
            at: isoTime,
            when: z.enum(shadowMoments),
            destinations: z.array(z.string()),
            page: z.boolean(),
          }),
        ),
        told: z.array(z.object({ destination: z.string(), firstToldAt: isoTime, pagedAt: isoTime.nullable() })),
        adoptedAt: isoTime.nullable(),
      }),
    ),
  })
  .openapi("Shadow");

/** The comparison of shadow with what was told, as JSON. */
export function shadowJson(
  { incidents }: ShadowRead,
  summaryOf: (stored: StoredIncident) => z.infer<typeof summarySchema>,
): z.infer<typeof shadowSchema> {
  return {
    totals: shadowTotals(incidents).map(({ destination: { id, receiver, team = null }, ...figures }) => ({
      destination: id,
      receiver,
      team,
      ...figures,
    })),
    incidents: incidents.map(({ moments, ...stored }) => {
      const { owed, standing, adopted } = stored.incident;
      return {
        incident: summaryOf(stored),
        would: moments.map(({ at, when, would, page }) => ({
          at: iso(at),
          when,
          destinations: would.map(({ id }) => id),
          page,
        })),
        told: owed.flatMap(({ id }) => {
          const { firstToldAt, pagedAt } = standing[id] ?? {};
          if (firstToldAt === undefined) return [];
          return [{ destination: id, firstToldAt: iso(firstToldAt), pagedAt: isoOf(pagedAt) }];
        }),
        adoptedAt: adopted === undefined ? null : iso(adopted.at),
      };
    }),
  };
}
