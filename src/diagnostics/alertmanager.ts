import { z } from "zod";
import { madeOfLabels } from "../alert/alert.ts";
import { requestTo } from "../request-to.ts";

const answerSchema = z.array(z.object({ fingerprint: z.string() }));
const statusSchema = z.object({ uptime: z.iso.datetime({ offset: true }) });
const writtenSchema = z.object({ silenceID: z.string().min(1) });
/**
 * An Alertmanager forgets at its end what fires; Prometheus tells it again within a minute or two, others later. Who has
 * run for so long, in ms, knows all that fires.
 */
const knowsAllAfterMs = 10 * 60_000;
/** A webhook waits for the answer, so it must not take long. */
const timeOutMs = 1_000;
/** A person waits for this one. */
const writeTimeOutMs = 5_000;

/** Whether any of these alerts is still active at its sender. */
export type AskStillActive = (fingerprints: readonly string[]) => Promise<"active" | "gone" | "unknown">;

/** A silence as Alertmanager keeps it. Times are ms since the epoch; each matcher is an equality. */
export type SilenceThere = {
  readonly matchers: Readonly<Record<string, string>>;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
};

/** What Vigie asks of Alertmanager. Nothing of it throws. */
export type AlertmanagerAccess = {
  /** Whether `ALERTMANAGER_URL` is set. */
  readonly isThere: boolean;
  readonly stillActive: AskStillActive;
  /**
   * Which of these alerts are gone there; `null` when it could not be asked, or began anew since it told of them and may not
   * know them yet. An alert whose fingerprint it did not give is never gone.
   *
   * @param heardAt when they were heard of last, ms since the epoch; the two clocks are taken to agree
   */
  readonly goneAmong: (fingerprints: readonly string[], heardAt: number) => Promise<readonly string[] | null>;
  /** The new silence's id; `null` when it was not taken. */
  readonly silence: (silence: SilenceThere) => Promise<string | null>;
  /** Whether a silence is over there now: ended, or not known any more. */
  readonly expire: (id: string) => Promise<boolean>;
};

const cannotBeAsked: AlertmanagerAccess = {
  isThere: false,
  stillActive: async () => "unknown",
  goneAmong: async () => null,
  silence: async () => null,
  expire: async () => false,
};

/**
 * Asks Alertmanager whether alerts are still active there (protocol 5.2). What is asked in one turn of the event loop is
 * one request: it answers for all alerts that it knows.
 *
 * @param baseUrl `ALERTMANAGER_URL`, without a slash at the end, its user info sent as Basic; `undefined` when it cannot
 *   be asked
 * @returns `gone` only when it answered and knows none of them by the fingerprints that it gave itself; `unknown` when it
 *   could not be asked
 * @see prometheus/alertmanager api/v2/openapi.yaml, GET /alerts, GET /status, POST /silences, DELETE /silence/{silenceID}
 */
export function alertmanagerAccess(baseUrl: string | undefined, fetchFn: typeof fetch = fetch): AlertmanagerAccess {
  if (baseUrl === undefined) return cannotBeAsked;
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
  const ask = (): ReturnType<typeof askNow> => {
    // Never shared once it is under way: its answer may be older than the alert.
    asking ??= Promise.resolve().then(() => {
      asking = null;
      return askNow();
    });
    return asking;
  };
  const goneAmong: AlertmanagerAccess["goneAmong"] = async (fingerprints, heardAt) => {
    const [active, knowsFrom] = await Promise.all([ask(), askKnowledge(baseUrl, fetchFn)]);
    if (!active || heardAt < knowsFrom) return null;
    return fingerprints.filter((one) => !active.has(one) && !one.startsWith(madeOfLabels));
  };
  return {
    isThere: true,
    goneAmong,
    stillActive: async (fingerprints) => {
      const active = await ask();
      if (active === null) return "unknown";
      if (fingerprints.some((fingerprint) => active.has(fingerprint))) return "active";
      return fingerprints.some((fingerprint) => fingerprint.startsWith(madeOfLabels)) ? "unknown" : "gone";
    },
    silence: (silence) => writeSilence(baseUrl, silence, fetchFn),
    expire: (id) => expireSilence(baseUrl, id, fetchFn),
  };
}

/** From when on it has heard all that fires, in ms since the epoch: its start, or ever if that is long ago; never where it does not say. */
async function askKnowledge(baseUrl: string, fetchFn: typeof fetch): Promise<number> {
  const { url, headers } = requestTo(`${baseUrl}/api/v2/status`);
  try {
    const answer = await fetchFn(url, { headers, signal: AbortSignal.timeout(timeOutMs) });
    const read = statusSchema.safeParse(answer.ok ? await answer.json() : null);
    const now = Date.parse(answer.headers.get("date") ?? "");
    const startedAt = read.success ? Date.parse(read.data.uptime) : Number.POSITIVE_INFINITY;
    return now - startedAt >= knowsAllAfterMs ? Number.NEGATIVE_INFINITY : startedAt;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function writeSilence(baseUrl: string, silence: SilenceThere, fetchFn: typeof fetch): Promise<string | null> {
  const { url, headers } = requestTo(`${baseUrl}/api/v2/silences`);
  const { matchers, startsAt, endsAt, createdBy, comment } = silence;
  const body = JSON.stringify({
    matchers: Object.entries(matchers).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    createdBy,
    comment,
  });
  try {
    const signal = AbortSignal.timeout(writeTimeOutMs);
    const answer = await fetchFn(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
      signal,
    });
    return writtenSchema.safeParse(answer.ok ? await answer.json() : null).data?.silenceID ?? null;
  } catch {
    return null;
  }
}

async function expireSilence(baseUrl: string, id: string, fetchFn: typeof fetch): Promise<boolean> {
  const { url, headers } = requestTo(`${baseUrl}/api/v2/silence/${encodeURIComponent(id)}`);
  try {
    const answer = await fetchFn(url, { method: "DELETE", headers, signal: AbortSignal.timeout(writeTimeOutMs) });
    return answer.ok || answer.status === 404;
  } catch {
    return false;
  }
}
