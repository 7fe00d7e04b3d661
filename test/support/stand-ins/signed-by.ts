import { createHmac, timingSafeEqual } from "node:crypto";
import type { StandInRequest } from "./faulty-server.ts";

/** Checks a request as docs/connect/registry.md tells receivers to: within five minutes of `now`, signed with the key. */
export function isSignedBy(secret: string, now: number, { headers, text }: StandInRequest): boolean {
  const delivery = String(headers["x-vigie-delivery"]);
  const timestamp = String(headers["x-vigie-timestamp"]);
  if (Math.abs(now / 1000 - Number(timestamp)) > 300) return false;
  const expected = Buffer.from(
    `v1=${createHmac("sha256", secret).update(`${delivery}.${timestamp}.${text}`).digest("hex")}`,
  );
  const given = Buffer.from(String(headers["x-vigie-signature"]));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
