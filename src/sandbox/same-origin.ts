import { createMiddleware } from "hono/factory";

/** A page of another site cannot change anything here through a browser (protocol 12.3). */
export const sameOriginOnly = createMiddleware(async (c, next) => {
  const { host, origin } = c.req.header();
  if (origin === undefined || URL.parse(origin)?.host === host) return next();
  return c.json({ error: { code: "foreign-origin", message: "asked by a page of another site", issues: [] } }, 403);
});
