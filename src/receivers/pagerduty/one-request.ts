import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { api } from "@pagerduty/pdjs";
import { z } from "zod";
import { retryAfterMs } from "../../http-error.ts";

/** What PagerDuty said; `body` is absent when it was not JSON. */
export type PagerDutyAnswer = { readonly status: number; readonly body?: unknown; readonly afterMs?: number };

/** One call of PagerDuty, Events v2 or REST alike. */
export type PagerDutyCall = {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  /** A secret; empty for Events v2, which knows the routing key. */
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
  /** A larger answer is not PagerDuty. */
  readonly answerMaxBytes: number;
};

const answered = z.object({ status: z.int() });
const withBody = z.object({ status: z.int(), data: z.unknown() });

/**
 * Makes one call through pdjs: one request, whatever the answer.
 *
 * Left to itself pdjs 2.2.4 repeats a 429 three times and does not read `Retry-After`, behind the gate's back (protocol
 * 8.1). It has no switch for that, so the agent looks at each answer first and, at a 429, keeps the header and aborts the
 * call. `requestTimeout: 0` avoids a timer that does nothing but hold the process open for 30 s.
 *
 * @param signal ends the call at its time-out
 * @param now ms since the epoch, for a `Retry-After` that is a date
 * @throws what the network threw when there was no answer
 * @see https://github.com/PagerDuty/pdjs/blob/main/src/common.ts (2.2.4, read 2026-11-20)
 */
export async function oneRequest(
  { url, method, token, headers = {}, data, answerMaxBytes }: PagerDutyCall,
  { signal, now }: { readonly signal: AbortSignal; readonly now: () => number },
): Promise<PagerDutyAnswer> {
  const stop = new AbortController();
  let throttled: PagerDutyAnswer | undefined;
  const agent = agentWatching(url, ({ statusCode, headers: said }) => {
    if (statusCode !== 429) return;
    const afterMs = retryAfterMs(said["retry-after"], now());
    throttled = { status: 429, ...(afterMs === undefined ? {} : { afterMs }) };
    stop.abort();
  });
  const call = {
    url,
    method,
    token,
    headers: { ...headers },
    ...(data === undefined ? {} : { data: Object(data) }),
    requestTimeout: 0,
    signal: AbortSignal.any([signal, stop.signal]),
    redirect: "manual" as const,
    agent,
    size: answerMaxBytes,
  };
  try {
    const { status, data: body } = withBody.parse(await api(call));
    return { status, body };
  } catch (thrown) {
    // pdjs rejects with the response itself when its body is not JSON.
    const unread = answered.safeParse(thrown).data;
    if (throttled) return throttled;
    if (unread) return { status: unread.status };
    throw thrown;
  }
}

/**
 * An agent without keep-alive that shows each answer's head before the caller gets it. `addRequest` is what Node calls to
 * give a request its socket; it is how all proxy agents work, but is missing from the types.
 */
function agentWatching(url: string, onAnswer: (answer: IncomingMessage) => void): HttpAgent {
  const agent = url.startsWith("https:") ? new HttpsAgent() : new HttpAgent();
  const addRequest: unknown = Reflect.get(agent, "addRequest");
  if (typeof addRequest !== "function") throw new Error("node:http has no Agent.addRequest any more");
  return Object.assign(agent, {
    addRequest: (request: ClientRequest, ...rest: readonly unknown[]) => {
      request.once("response", onAnswer);
      Reflect.apply(addRequest, agent, [request, ...rest]);
    },
  });
}
