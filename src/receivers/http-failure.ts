import type { DeliveryReason, WriteOutcome } from "./receiver.ts";

/** A write that did not succeed. */
export type Failure = Exclude<WriteOutcome<never>, { readonly kind: "sent" }>;

type FailureExtra = {
  /** The vendor's `Retry-After`, in ms. */
  readonly afterMs?: number | undefined;
  /** Short words for people, no secret in them. */
  readonly detail?: string | undefined;
};

type Verdict =
  | readonly [kind: "refused", reason: DeliveryReason]
  | readonly [kind: "retry", DeliveryReason, "maybe" | "not"];

/** What a status means where a vendor says nothing else. */
const verdicts: Readonly<Record<number, Verdict>> = {
  400: ["refused", "bad-request"],
  401: ["refused", "unauthorized"],
  402: ["refused", "forbidden"],
  403: ["refused", "forbidden"],
  404: ["refused", "not-found"],
  405: ["refused", "bad-request"],
  408: ["retry", "time-out", "maybe"],
  409: ["retry", "bad-answer", "not"],
  410: ["refused", "not-found"],
  413: ["refused", "bad-request"],
  415: ["refused", "bad-request"],
  422: ["refused", "bad-request"],
  429: ["retry", "rate-limited", "not"],
};

/**
 * The outcome that an HTTP status other than success gives: 4xx are final but for 408, 409 and 429; after 5xx the write
 * may have happened all the same; anything else (a redirect, a 2xx where none was due) is an answer that cannot be read.
 */
export function failureOfStatus(status: number, extra: FailureExtra = {}): Failure {
  const detail = extra.detail ? { detail: extra.detail } : {};
  const verdict: Verdict =
    verdicts[status] ?? (status >= 500 ? ["retry", "server-error", "maybe"] : otherStatus(status));
  if (verdict[0] === "refused") return { kind: "refused", reason: verdict[1], ...detail };
  const after = extra.afterMs === undefined ? {} : { afterMs: extra.afterMs };
  return { kind: "retry", reason: verdict[1], maybe: verdict[2] === "maybe", ...after, ...detail };
}

function otherStatus(status: number): Verdict {
  if (status >= 400) return ["refused", "bad-request"];
  return ["retry", "bad-answer", status < 300 ? "maybe" : "not"];
}

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

/**
 * The outcome of a call that got no answer. Only the error's code is told, never its message: that holds addresses.
 *
 * @param signal the call's time-out
 */
export function failureOfError(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { kind: "retry", reason: "time-out", maybe: true };
  const code = codeOf(error);
  return {
    kind: "retry",
    reason: "unreachable",
    maybe: code === undefined || !neverSent.has(code),
    ...(code === undefined ? {} : { detail: code }),
  };
}

/** The system's code (`ECONNRESET`), which `fetch` hides one or more causes deep. */
function codeOf(error: unknown): string | undefined {
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
