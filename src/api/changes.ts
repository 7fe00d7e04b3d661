import { createRoute, z } from "@hono/zod-openapi";
import { type Change, changeKinds, changeOutcomes, thingsOf } from "../alert/change.ts";
import { present } from "../present.ts";
import type { Store } from "../store/port.ts";
import { always, failure, security } from "./answers.ts";
import { iso, isoTime } from "./iso-time.ts";

const dayMs = 24 * 60 * 60_000;
const time = z.iso.datetime({ offset: true });

const changeSchema = z
  .object({
    id: z.string(),
    source: z.string(),
    kind: z.enum(changeKinds),
    name: z.string(),
    from: z.string().optional(),
    to: z.string().optional(),
    service: z.string().optional(),
    model: z.string().optional(),
    environment: z.string().optional(),
    outcome: z.enum(changeOutcomes).optional(),
    at: isoTime,
    since: isoTime.optional(),
    by: z.string().optional(),
    url: z.string().optional(),
  })
  .openapi("Change");

const query = z
  .object({
    service: z.string().min(1).max(256).optional(),
    model: z.string().min(1).max(256).optional(),
    from: time.optional().openapi({ description: "A day before `to` by default." }),
    to: time.optional().openapi({ description: "Now by default." }),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(({ service, model }) => service !== undefined || model !== undefined, {
    path: ["service"],
    message: "service or model is needed",
  });

/** `GET /api/v1/changes`: what changed at a service or a model, as it was told. */
export const changesRoute = createRoute({
  method: "get",
  path: "/api/v1/changes",
  request: { query },
  responses: {
    200: {
      description: "What changed at a service, a model, or either, newest first; kept for 90 days.",
      content: { "application/json": { schema: z.object({ changes: z.array(changeSchema) }) } },
    },
    422: failure("A parameter cannot be read."),
    ...always,
  },
  security,
});

export type ChangesDeps = {
  readonly store: Pick<Store, "changes">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * Reads what the route answers.
 *
 * @throws StoreAway
 */
export async function changesJson(asked: z.infer<typeof query>, { store, now }: ChangesDeps) {
  const { service, model, limit } = asked;
  const to = asked.to === undefined ? now() : Date.parse(asked.to);
  const from = asked.from === undefined ? to - dayMs : Date.parse(asked.from);
  const about = thingsOf(present({ service, model }));
  const changes = await store.changes({ about, from, to, limit });
  return { changes: changes.map(changeJson) };
}

function changeJson({ at, since, ...said }: Change): z.infer<typeof changeSchema> {
  return { ...said, at: iso(at), ...(since === undefined ? {} : { since: iso(since) }) };
}
