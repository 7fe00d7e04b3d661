import { z } from "zod";

const answerSchema = z.array(z.object({ fingerprint: z.string(), status: z.object({ state: z.string() }).optional() }));
/** A webhook waits for the answer, so it must not take long. */
const timeOutMs = 1_000;

/**
 * Asks Alertmanager whether alerts are still active there (protocol 5.2).
 *
 * @param baseUrl `ALERTMANAGER_URL`, without a slash at the end; `undefined` when it cannot be asked
 * @returns `gone` only when it answered and knows none of them; `unknown` when it could not be asked
 * @see prometheus/alertmanager api/v2/openapi.yaml, GET /alerts
 */
export function askAlertmanager(
  baseUrl: string | undefined,
  fetchFn: typeof fetch = fetch,
): (fingerprints: readonly string[]) => Promise<"active" | "gone" | "unknown"> {
  return async (fingerprints) => {
    if (baseUrl === undefined) return "unknown";
    try {
      const answer = await fetchFn(`${baseUrl}/api/v2/alerts?inhibited=true&silenced=true&active=true`, {
        signal: AbortSignal.timeout(timeOutMs),
      });
      const read = answerSchema.safeParse(answer.ok ? await answer.json() : null);
      if (!read.success) return "unknown";
      return read.data.some(({ fingerprint }) => fingerprints.includes(fingerprint)) ? "active" : "gone";
    } catch {
      return "unknown";
    }
  };
}
