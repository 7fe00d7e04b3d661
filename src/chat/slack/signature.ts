import { isValidSlackRequest } from "@slack/bolt";

/** How far Slack's clock and ours may lie apart, either way. bolt itself would take a time of the future. */
export const skewMaxMs = 5 * 60_000;

/** Why a request is not taken to come from Slack. */
export type SignatureFault = "unsigned" | "old" | "future" | "wrong-signature";

export type SignedRequest = {
  readonly body: string;
  readonly signature: string | undefined;
  /** `x-slack-request-timestamp`, seconds since the epoch. */
  readonly timestamp: string | undefined;
};

/** What is wrong with a request before its body is read: nobody's body is waited for who could not have signed it. */
export function headerFault(
  { signature, timestamp }: Omit<SignedRequest, "body">,
  nowMs: number,
): Exclude<SignatureFault, "wrong-signature"> | null {
  if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return "unsigned";
  const aheadMs = Number(timestamp) * 1000 - nowMs;
  if (aheadMs < -skewMaxMs) return "old";
  return aheadMs > skewMaxMs ? "future" : null;
}

/**
 * Judges a request's signature with each secret, of which there are two during a rotation; `null` when one is right.
 *
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack (2026-11-20)
 */
export function signatureFault(
  request: SignedRequest,
  secrets: readonly string[],
  nowMs: number,
): SignatureFault | null {
  const fault = headerFault(request, nowMs);
  if (fault) return fault;
  const { body, signature = "", timestamp } = request;
  const headers = { "x-slack-signature": signature, "x-slack-request-timestamp": Number(timestamp) };
  const isRight = secrets.some((signingSecret) =>
    isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: nowMs }),
  );
  return isRight ? null : "wrong-signature";
}
