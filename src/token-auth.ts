import { createHash, timingSafeEqual } from "node:crypto";

/** How a request proved who sends it; `open` where no proof is asked for. */
export type TokenAuth = "open" | "accepted" | "missing" | "wrong";

/**
 * Judges the `Authorization` header of whoever sends or asks: `Bearer <token>`, or `Basic` with the token as password under any
 * user name. Compared in constant time; during a rotation two tokens are good.
 *
 * @param tokens good tokens; none means that no token is asked for: then only this machine is served
 */
export function tokenAuth(tokens: readonly string[], authorization: string | undefined): TokenAuth {
  if (tokens.length === 0) return "open";
  const given = authorization === undefined ? null : tokenIn(authorization);
  if (given === null) return "missing";
  let good = false;
  for (const token of tokens) good = timingSafeEqual(digest(token), digest(given)) || good;
  return good ? "accepted" : "wrong";
}

/** The token in a header, `null` when the scheme is another. */
export function tokenIn(authorization: string): string | null {
  const [, scheme = "", value = ""] = /^(\S+)\s+(.*)$/.exec(authorization.trim()) ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return null;
  const decoded = Buffer.from(value, "base64").toString("utf8");
  return decoded.slice(decoded.indexOf(":") + 1);
}

function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
