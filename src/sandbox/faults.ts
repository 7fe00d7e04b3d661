import { ServerResponse } from "node:http";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import { z } from "zod";

/** Ways in which a stand-in can be told to fail. What a fault means beyond these is the stand-in's own affair. */
export const faultKinds = [
  /** 429 with `Retry-After`. */
  "rate-limited",
  /** 500 before anything happened. */
  "server-error",
  /** The request takes effect, the answer never comes. */
  "time-out-after-accept",
  /** The connection is cut before anything happened. */
  "reset",
  /** The request takes effect, then the connection is cut. */
  "reset-after-accept",
  /** The credential is no longer good. */
  "revoked",
  /** The place (channel, project, service) is gone, or archived. */
  "place-deleted",
  "place-archived",
] as const;
export type FaultKind = (typeof faultKinds)[number];

export const faultSchema = z.object({
  vendor: z.string(),
  /** Method or path part that it hits; absent: every call. */
  method: z.string().optional(),
  kind: z.enum(faultKinds),
  /** How many calls it hits; default 1. */
  times: z.int().min(1).max(1_000_000).default(1),
  retryAfterSec: z.number().min(0).max(3600).default(1),
  /** Only for places of this name or id. */
  place: z.string().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** Faults that wait to happen. */
export type FaultBox = {
  add(fault: z.input<typeof faultSchema>): void;
  clear(): void;
  /** Takes the next fault for this call, if there is one. */
  take(vendor: string, method: string, place?: string): Fault | undefined;
};

export function createFaultBox(): FaultBox {
  let waiting: Fault[] = [];
  return {
    add: (fault) => void waiting.push(faultSchema.parse(fault)),
    clear: () => {
      waiting = [];
    },
    take: (vendor, method, place) => {
      const hit = waiting.find(
        (fault) =>
          fault.vendor === vendor &&
          (fault.method === undefined || method.includes(fault.method)) &&
          (fault.place === undefined || fault.place === place),
      );
      if (!hit) return undefined;
      hit.times -= 1;
      if (hit.times === 0) waiting = waiting.filter((fault) => fault !== hit);
      return hit;
    },
  };
}

/**
 * Carries out the faults that are the same for every vendor. `revoked`, `place-*` are left in `c.get("fault")` for the
 * stand-in, which knows its vendor's words.
 *
 * @param methodOf names the call (`chat.postMessage`, `POST /rest/api/3/issue`); faults match a part of it
 */
export function faultMiddleware(
  vendor: string,
  box: FaultBox,
  methodOf: (request: Request) => string,
): MiddlewareHandler<{ Variables: { fault?: Fault } }> {
  return async (c, next) => {
    const fault = box.take(vendor, methodOf(c.req.raw));
    switch (fault?.kind) {
      case undefined:
        return next();
      case "rate-limited":
        return c.json({ ok: false, error: "ratelimited" }, 429, { "retry-after": String(fault.retryAfterSec) });
      case "server-error":
        return c.text("internal error", 500);
      case "reset":
        return cut(c);
      case "reset-after-accept":
        await next();
        // Hono ignores what is returned once a route has answered, and merges what replaces an answer.
        c.res = undefined;
        c.res = cut(c);
        return;
      case "time-out-after-accept":
        await next();
        return new Promise<never>(() => {});
      default:
        c.set("fault", fault);
        return next();
    }
  };
}

/** Cuts the connection under the request, so that the client sees a reset; `serve` of hono/node-server gives the socket. */
function cut(c: Context): Response {
  const outgoing: unknown = c.env?.outgoing;
  if (outgoing instanceof ServerResponse) outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}
