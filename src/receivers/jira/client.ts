import type { Client, SendRequestOptions } from "jira.js/core";
import { z } from "zod";
import { retryAfterMs } from "../../http-error.ts";
import { tidy } from "../../incident/draw/tidy.ts";
import { type Failure, failureOfError, failureOfStatus } from "../http-failure.ts";

/** Where Jira is and who Vigie is there. */
export type JiraSite = {
  /** Full URL without a slash at the end: `https://example.atlassian.net`. */
  readonly host: string;
  readonly email: string;
  /** A secret. */
  readonly token: string;
  /** Milliseconds since the epoch, for a `Retry-After` that is a date. */
  readonly now: () => number;
};

/** The calls of jira.js, loaded at the first use: they take a third of a second and 60 MB. */
export type JiraSdk = typeof import("jira.js/cloud");
export const loadJiraSdk = (): Promise<JiraSdk> => import("jira.js/cloud");

/** Jira answered, but not with success. The message names the call only; what Jira said is in `body`. */
export class JiraRefusal extends Error {
  override readonly name = "JiraRefusal";
  readonly status: number;
  readonly body: unknown;
  readonly afterMs: number | undefined;

  constructor(call: string, status: number, body: unknown, afterMs: number | undefined) {
    super(`${call}: ${status}`);
    this.status = status;
    this.body = body;
    this.afterMs = afterMs;
  }
}

/** Jira gave no answer; `cause` says why. */
class JiraSilence extends Error {
  override readonly name = "JiraSilence";
}

/**
 * What jira.js sends its calls through. Its own transport has no time-out and takes no signal (6.2.0), and a create that
 * goes on in the background after Vigie gave it up would be made twice; so this one sends each call once, ends it with
 * the signal and follows no redirect.
 */
export function jiraTransport({ host, email, token, now }: JiraSite, signal: AbortSignal): Client {
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString("base64")}`;
  return {
    async sendRequest<T>({ url, method = "GET", headers, body, searchParams }: SendRequestOptions<T>): Promise<T> {
      const response = await ask(`${host}${url}${queryOf(searchParams)}`, {
        method,
        headers: { accept: "application/json", "content-type": "application/json", authorization, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: "manual",
        signal,
      });
      const answer = jsonOf(response.text);
      if (!response.ok) {
        const afterMs = retryAfterMs(response.headers.get("retry-after"), now());
        throw new JiraRefusal(`${method} ${url}`, response.status, answer, afterMs);
      }
      // jira.js's own default too: what comes back is not checked here, each caller parses what it uses.
      return answer as T;
    },
  };
}

async function ask(
  url: string,
  init: RequestInit,
): Promise<{ ok: boolean; status: number; headers: Headers; text: string }> {
  try {
    const answer = await fetch(url, init);
    return { ok: answer.ok, status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (cause) {
    throw new JiraSilence("no answer", { cause });
  }
}

function queryOf(params: Readonly<Record<string, unknown>> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null) query.append(name, String(one));
  }
  return query.size > 0 ? `?${query}` : "";
}

function jsonOf(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const errorBody = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z.record(z.string(), z.string()).catch({}),
});
const detailMaxUnits = 300;

/** What Jira says is wrong, by field. */
export function fieldErrorsOf(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof JiraRefusal) || error.status !== 400) return {};
  return errorBody.safeParse(error.body).data?.errors ?? {};
}

/**
 * The outcome of a call that threw: no answer, an answer that is not what the specification says, or a refusal.
 *
 * @throws anything else again: it is a bug of ours
 */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof JiraSilence) return failureOfError(error.cause, signal);
  if (error instanceof z.ZodError) return { kind: "retry", reason: "bad-answer", maybe: true };
  if (!(error instanceof JiraRefusal)) throw error;
  const { errorMessages = [], errors = {} } = errorBody.safeParse(error.body).data ?? {};
  const said = [...errorMessages, ...Object.entries(errors).map(([field, words]) => `${field}: ${words}`)].join("; ");
  return failureOfStatus(error.status, { afterMs: error.afterMs, detail: tidy(said, detailMaxUnits) });
}
