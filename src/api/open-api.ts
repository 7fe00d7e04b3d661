import { OpenAPIHono } from "@hono/zod-openapi";

/** Routes that describe themselves; a request that a route's schema refuses is answered by 422, with what is wrong where. */
export function openApi(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return;
      const issues = result.error.issues.map(({ path, code, message }) => ({ path: path.join("."), code, message }));
      return c.json({ error: { code: "unreadable", message: "the request cannot be read", issues } }, 422);
    },
  });
}
