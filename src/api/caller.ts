import type { Context } from "hono";
import { tokenAuth } from "../token-auth.ts";
import type { AccessDeps } from "./access.ts";

/** Who asks where no token is configured: somebody at this very machine (protocol 12.3). */
const localCaller = "local";

/** The name of the token that `access` let in; in constant time for each token. */
export function callerOf(c: Context, { tokens }: Pick<AccessDeps, "tokens">): string {
  const given = c.req.header("authorization");
  const found = tokens.filter(({ token }) => tokenAuth([token], given) === "accepted");
  return found[0]?.name ?? localCaller;
}
