import type { Account } from "../chat/person.ts";
import type { ApiToken } from "../config.ts";
import { tokenAuth } from "../token-auth.ts";

/** Who asks where no token is configured: somebody at this very machine (protocol 12.3). */
export const localCaller = "local";

/** Who asks the API or the dashboard, by the token that `access` let in; in constant time for each token. */
export function callerOf(tokens: readonly ApiToken[], authorization: string | undefined): Account {
  const found = tokens.filter(({ token }) => tokenAuth([token], authorization) === "accepted");
  const id = found[0]?.name ?? localCaller;
  return { vendor: "api", id, name: id };
}
