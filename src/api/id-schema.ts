import { z } from "@hono/zod-openapi";

/** An incident's id in a path. */
export const idSchema = z.object({
  id: z
    .string()
    .regex(/^VIG-\d{1,15}$/)
    .openapi({ param: { name: "id", in: "path" }, example: "VIG-1042" }),
});
