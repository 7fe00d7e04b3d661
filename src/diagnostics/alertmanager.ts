import { z } from "zod";
import { madeOfLabels } from "../alert/alert.ts";

const answerSchema = z.array(z.object({ fingerprint: z.string() }));
/** A webhook waits for the answer, so it must not take long. */
const timeOutMs = 1_000;

/** Whether any of these alerts is still active at its sender. */
export type AskStillActive = (fingerprints: readonly string[]) => Promise<"active" | "gone" | "unknown">;

/**
 * Asks Alertmanager whether alerts are still active there (protocol 5.2). What is asked in one turn of the event loop is
 * one request: it answers for all alerts that it knows.
 *
 * @param baseUrl `ALERTMANAGER_URL`, without a slash at the end, its user info sent as Basic; `undefined` when it cannot
 *   be asked
 * @returns `gone` only when it answered and knows none of them by the fingerprints that it gave itself; `unknown` when it
 *   could not be asked
 * @see prometheus/alertmanager api/v2/openapi.yaml, GET /alerts
 */
export function askAlertmanager(baseUrl: string | undefined, fetchFn: typeof fetch = fetch): AskStillActive {
  if (baseUrl === undefined) return async () => "unknown";
  const { url, headers } = requestTo(`${baseUrl}/api/v2/alerts?inhibited=true&silenced=true&active=true`);
  const askNow = async (): Promise<ReadonlySet<string> | null> => {
    try {
      const answer = await fetchFn(url, { headers, signal: AbortSignal.timeout(timeOutMs) });
      const read = answerSchema.safeParse(answer.ok ? await answer.json() : null);
      return read.success ? new Set(read.data.map(({ fingerprint }) => fingerprint)) : null;
    } catch {
      return null;
    }
  };
  let asking: ReturnType<typeof askNow> | null = null;
  return async (fingerprints) => {
    // Never shared once it is under way: its answer may be older than the alert.
    asking ??= Promise.resolve().then(() => {
      asking = null;
      return askNow();
    });
    const active = await asking;
    if (active === null) return "unknown";
    if (fingerprints.some((fingerprint) => active.has(fingerprint))) return "active";
    return fingerprints.some((fingerprint) => fingerprint.startsWith(madeOfLabels)) ? "unknown" : "gone";
  };
}

/** `fetch` takes no user info in a URL. */
function requestTo(address: string) {
  const url = new URL(address);
  const userInfo = `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = "";
  url.password = "";
  const headers: Record<string, string> =
    userInfo === ":" ? {} : { authorization: `Basic ${Buffer.from(userInfo).toString("base64")}` };
  return { url: url.href, headers };
}

/** A password with a bare percent sign is what it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
