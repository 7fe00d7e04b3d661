import { createHmac } from "node:crypto";

/** Slack gives up after 3 s. */
const timeOutMs = 3_000;

/**
 * Sends a body to Vigie as Slack does, signed; a time-out or no connection is `null`.
 *
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack (2026-11-20)
 */
export async function sendSigned(
  to: { readonly url: string; readonly secret: string; readonly nowMs: number },
  body: string,
  contentType: "application/json" | "application/x-www-form-urlencoded",
): Promise<{ readonly status: number; readonly text: string } | null> {
  const seconds = Math.floor(to.nowMs / 1000);
  const signature = createHmac("sha256", to.secret).update(`v0:${seconds}:${body}`).digest("hex");
  try {
    const response = await fetch(`${to.url}/slack/events`, {
      method: "POST",
      headers: {
        "content-type": contentType,
        "x-slack-request-timestamp": String(seconds),
        "x-slack-signature": `v0=${signature}`,
      },
      body,
      signal: AbortSignal.timeout(timeOutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}
