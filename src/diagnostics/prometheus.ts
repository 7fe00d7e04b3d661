import { z } from "zod";
import { boundedText } from "../bounded-text.ts";
import { jsonIn } from "../json-in.ts";
import { requestTo } from "../request-to.ts";

/** What a PromQL came to: each series with its labels and its value now; those without a finite value are left out. */
export type PromqlAnswer =
  | {
      readonly kind: "series";
      readonly series: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
    }
  /** It could not be asked now. `detail` holds no address and no secret. */
  | { readonly kind: "away"; readonly detail?: string }
  /** The server refused the query itself, in its own words. */
  | { readonly kind: "faulty"; readonly detail: string };

/** Asks for the value of a PromQL now. Never throws. */
export type AskPromql = (query: string, signal: AbortSignal) => Promise<PromqlAnswer>;

const timeOutMs = 5_000;
const maxBytes = 1024 * 1024;
const detailMaxUnits = 300;

const sampleSchema = z.tuple([z.number(), z.string()]).transform(([, value]) => Number(value));
const dataSchema = z.discriminatedUnion("resultType", [
  z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: sampleSchema })),
  }),
  z.object({ resultType: z.literal("scalar"), result: sampleSchema }),
  // Not one value for each series: the query itself is another than what is wanted.
  z.object({ resultType: z.enum(["matrix", "string"]) }),
]);
const answerSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("success"), data: dataSchema }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
]);
/** Errors that are about the query, not about the server. */
const faults: ReadonlySet<string> = new Set(["bad_data", "execution"]);

/**
 * Asks Prometheus, or whatever speaks its interface, such as Thanos or Mimir.
 *
 * @param baseUrl `PROMETHEUS_URL`, without a slash at the end, its user info sent as Basic; `undefined` when there is none,
 *   and every answer is then `away`
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries (read 2026-11-20): POST takes the query
 *   as a form, for what is too long for an address
 */
export function prometheusAccess(baseUrl: string | undefined, fetchFn: typeof fetch = fetch): AskPromql {
  if (baseUrl === undefined) return async () => ({ kind: "away", detail: "PROMETHEUS_URL" });
  const { url, headers } = requestTo(`${baseUrl}/api/v1/query`);
  return async (query, signal) => {
    try {
      const answer = await fetchFn(url, {
        method: "POST",
        headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ query, timeout: `${timeOutMs}ms` }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeOutMs)]),
        redirect: "error",
      });
      const text = await boundedText(answer, maxBytes);
      return text === null ? { kind: "away", detail: "more than 1 MiB" } : answerOf(answer.status, text);
    } catch {
      // Its words may hold the address, and with it whatever stands in there.
      return { kind: "away" };
    }
  };
}

function answerOf(status: number, text: string): PromqlAnswer {
  const read = answerSchema.safeParse(jsonIn(text));
  if (!read.success) return { kind: "away", detail: `HTTP ${status}` };
  if (read.data.status === "error") {
    const { errorType, error } = read.data;
    const detail = error.replace(/\p{Cc}/gu, " ").slice(0, detailMaxUnits);
    return faults.has(errorType) ? { kind: "faulty", detail } : { kind: "away", detail: `HTTP ${status}` };
  }
  const { data } = read.data;
  if (!("result" in data)) return { kind: "faulty", detail: `resultType: ${data.resultType}` };
  const series =
    data.resultType === "scalar"
      ? [{ labels: {}, value: data.result }]
      : data.result.map(({ metric, value }) => ({ labels: metric, value }));
  return { kind: "series", series: series.filter(({ value }) => Number.isFinite(value)) };
}
