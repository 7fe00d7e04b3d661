import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/** A press is ids and a form; nothing of it is larger. */
const maxBytes = 64 * 1024;

const error = (code: string, message: string) => ({ error: { code, message, issues: [] } });

/** Lets through only what is JSON and says so: a form of another site cannot say so without asking (protocol 12.3). */
export const jsonBody: readonly [MiddlewareHandler, MiddlewareHandler] = [
  bodyLimit({ maxSize: maxBytes, onError: (c) => c.json(error("too-large", "the body is larger than 64 KiB"), 413) }),
  async (c, next) => {
    if (!/^application\/json\s*(?:;|$)/i.test(c.req.header("content-type") ?? "")) {
      return c.json(error("not-json", "content-type must be application/json"), 415);
    }
    const isJson = await c.req.json().then(
      () => true,
      () => false,
    );
    return isJson ? next() : c.json(error("not-json", "the body is not JSON"), 400);
  },
];
