import { codeOf, wasNeverSent } from "../http-error.ts";
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
    maybe: !wasNeverSent(code),
    ...(code === undefined ? {} : { detail: code }),
  };
}
