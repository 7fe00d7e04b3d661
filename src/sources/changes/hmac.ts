import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether HMAC-SHA256 by any of the secrets over these parts is the signature; every secret is tried, in constant time. */
export function isSignedByAny(
  signature: Uint8Array,
  parts: readonly (string | Uint8Array)[],
  secrets: readonly string[],
): boolean {
  let isRight = false;
  for (const secret of secrets) {
    const hmac = createHmac("sha256", secret);
    for (const part of parts) hmac.update(part);
    const expected = hmac.digest();
    isRight = (signature.length === expected.length && timingSafeEqual(signature, expected)) || isRight;
  }
  return isRight;
}
