import type { Context, MiddlewareHandler } from "hono";
import { tokenAuth, tokenIn } from "../token-auth.ts";

export type AccessDeps = {
  readonly tokens: readonly { readonly name: string; readonly token: string }[];
  /** The address at the other end of the socket; `undefined` when it is not known. */
  readonly remoteAddress: (c: Context) => string | undefined;
  readonly isLoopback: (host: string) => boolean;
};

/** Headers by which a proxy says that somebody else is asking. */
const forwarded = /^(?:forwarded|x-forwarded(?:-.*)?|x-real-ip|via)$/;

/**
 * Who may read API and dashboard (protocol 12.3): with tokens configured, who has one, as Bearer or as Basic password;
 * without, only this machine, seen by socket and `Host`, and nobody behind a proxy.
 */
export function access({ tokens, remoteAddress, isLoopback }: AccessDeps): MiddlewareHandler {
  return async (c, next) => {
    if (tokens.length > 0) {
      const given = c.req.header("authorization");
      const auth = tokenAuth(
        tokens.map(({ token }) => token),
        given,
      );
      if (auth === "accepted" && tokenIn(given ?? "") !== null) return next();
      c.header("www-authenticate", 'Basic realm="vigie", charset="UTF-8"');
      return c.json(
        {
          error: {
            code: "unauthenticated",
            message: "a token of VIGIE_API_TOKEN is needed, as Bearer or as Basic password",
            issues: [],
          },
        },
        401,
      );
    }
    if (isLocal(c, remoteAddress(c), isLoopback)) return next();
    return c.json(
      { error: { code: "forbidden", message: "without VIGIE_API_TOKEN only this machine is served", issues: [] } },
      403,
    );
  };
}

/** Whether the request comes from this machine and was meant for it: a page elsewhere may not reach through a browser. */
export function isLocal(c: Context, remote: string | undefined, isLoopback: (host: string) => boolean): boolean {
  const host = (c.req.header("host") ?? "").replace(/:\d+$/, "");
  return (
    remote !== undefined &&
    isLoopback(remote) &&
    isLoopback(host) &&
    !Object.keys(c.req.header()).some((name) => forwarded.test(name))
  );
}
