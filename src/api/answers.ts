import { z } from "@hono/zod-openapi";

const errorSchema = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    }),
  })
  .openapi("Error");
/** An answer that is an error, for the description of a route. */
export const failure = (description: string) => ({
  description,
  content: { "application/json": { schema: errorSchema } },
});
/** What any request may get before it is looked at: who asks (`access.ts`), and a store that is away. */
export const always = {
  401: failure("A token of `VIGIE_API_TOKEN` is needed."),
  403: failure("Without `VIGIE_API_TOKEN` only the machine itself is served."),
  503: failure("The store is away; ask again."),
};
/** How who asks proves who it is. */
export const security = [{ bearer: [] }, { basic: [] }];
