import { createHash, timingSafeEqual } from "node:crypto";

/** How a request proved who sends it. */
export type WebhookAuth = "open" | "accepted" | "missing" | "wrong";

/**
 * Judges the `Authorization` header of a webhook: `Bearer <token>`, or `Basic` with the token as password under any
 * user name. Compared in constant time; during a rotation two tokens are good.
 *
 * @param tokens good tokens; none means that everybody may send (only on loopback: `config.ts` sees to it)
 */
export function webhookAuth(tokens: readonly string[], authorization: string | undefined): WebhookAuth {
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
