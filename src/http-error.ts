/** Codes of an error that comes before anything was sent. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** Whether a call that ended with this error surely did not reach the other side. */
export function wasNeverSent(code: string | undefined): boolean {
  return code !== undefined && neverSent.has(code);
}

/** The system's code of an error (`ECONNRESET`), which `fetch` hides one or more causes deep. */
export function codeOf(error: unknown): string | undefined {
  let cursor = error;
  for (let depth = 0; cursor instanceof Error && depth < 5; depth += 1) {
    if ("code" in cursor && typeof cursor.code === "string") return cursor.code;
    cursor = cursor.cause;
  }
  return undefined;
}

/**
 * `Retry-After` in ms: seconds or an HTTP date.
 *
 * @param header the header's value, `null` or absent when there is none
 * @param now ms since the epoch
 * @returns `undefined` when absent or not readable
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (!header?.trim()) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
