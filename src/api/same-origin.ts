import type { MiddlewareHandler } from "hono";

/**
 * Lets a change through only where no page of another site asks for it through somebody's browser, which would bring the
 * password along (protocol 12.3). Programs send neither header.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Headers/Sec-Fetch-Site (read 2026-11-20)
 */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  const { host, origin } = c.req.header();
  const site = c.req.header("sec-fetch-site");
  const isOurs = origin === undefined || URL.parse(origin)?.host === host;
  if (isOurs && (site === undefined || site === "same-origin" || site === "none")) return next();
  const message = "a page of another site may not change anything here";
  return c.json({ error: { code: "foreign-origin", message, issues: [] } }, 403);
};
