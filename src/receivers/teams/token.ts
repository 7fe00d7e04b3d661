import { z } from "zod";
import { retryAfterMs } from "../../http-error.ts";

/** How to log in as the bot: an Entra app with a secret. */
export type TeamsLogin = {
  readonly appId: string;
  readonly password: string;
  /** Whose directory signs the token: the tenant's id, or `botframework.com` for a multi-tenant bot. */
  readonly directory: string;
  /** Without a slash at the end: `https://login.microsoftonline.com`. */
  readonly loginUrl: string;
  /** What the token is for; the connector by default. */
  readonly scope?: string;
  readonly now: () => number;
};

/** Why there is no token. `code` is Entra's own (`AADSTS7000215`), the HTTP status or the system's; never the secret. */
export class LoginFailure extends Error {
  readonly reason: "unauthorized" | "rate-limited" | "server-error" | "unreachable" | "time-out";
  readonly code: string;
  readonly afterMs: number | undefined;

  constructor(reason: LoginFailure["reason"], code: string, afterMs?: number) {
    super(`the login for Teams failed: ${code}`);
    this.name = "LoginFailure";
    this.reason = reason;
    this.code = code;
    this.afterMs = afterMs;
  }
}

/** The bot's token for the connector, asked for once and kept until shortly before its end. */
export type TokenSource = {
  /** @throws LoginFailure */
  get(signal: AbortSignal): Promise<string>;
  /** Drops the token after the connector refused it. Says whether a new one may help: `false` when it is brand-new. */
  forget(): boolean;
};

const connectorScope = "https://api.botframework.com/.default";
const loginTimeOutMs = 10_000;
/** A token is renewed so long before its end, or half-way when it lives shorter than twice that. */
const renewBeforeMs = 5 * 60_000;
/** A token younger than this is not blamed on its age. */
const brandNewMs = 60_000;

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const refusalSchema = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/), error_description: z.string().optional() });

/**
 * Asks Entra for the bot's token by `client_credentials`. Concurrent callers share one request.
 *
 * @see https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication (2026-11-20)
 */
export function createTokenSource(login: TeamsLogin): TokenSource {
  type Held = { token: string; gotAt: number; renewAt: number };
  let held: Held | undefined;
  let asking: Promise<string> | undefined;

  const renew = async (): Promise<string> => {
    const { token, livesMs } = await ask(login);
    const gotAt = login.now();
    held = { token, gotAt, renewAt: gotAt + livesMs - Math.min(renewBeforeMs, livesMs / 2) };
    return token;
  };

  return {
    get: async (signal) => {
      if (held && login.now() < held.renewAt) return held.token;
      asking ??= renew().finally(() => {
        asking = undefined;
      });
      return untilAborted(asking, signal);
    },
    forget: () => {
      const mayHelp = held !== undefined && login.now() - held.gotAt >= brandNewMs;
      held = undefined;
      return mayHelp;
    },
  };
}

async function ask(login: TeamsLogin): Promise<{ token: string; livesMs: number }> {
  const url = `${login.loginUrl}/${encodeURIComponent(login.directory)}/oauth2/v2.0/token`;
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: login.appId,
    client_secret: login.password,
    scope: login.scope ?? connectorScope,
  });
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(loginTimeOutMs),
    });
    answer = await response.json().catch(() => undefined);
  } catch (error) {
    const reason = error instanceof Error && error.name === "TimeoutError" ? "time-out" : "unreachable";
    throw new LoginFailure(reason, reason);
  }
  const granted = answerSchema.safeParse(answer);
  if (response.ok && granted.success) {
    return { token: granted.data.access_token, livesMs: granted.data.expires_in * 1000 };
  }
  throw refusal(response, answer, login.now());
}

function refusal(response: Response, answer: unknown, now: number): LoginFailure {
  const { status } = response;
  const afterMs = retryAfterMs(response.headers.get("retry-after"), now);
  if (status === 429) return new LoginFailure("rate-limited", "429", afterMs);
  if (status >= 500 || status < 400) return new LoginFailure("server-error", String(status), afterMs);
  const { data } = refusalSchema.safeParse(answer);
  return new LoginFailure(
    "unauthorized",
    /AADSTS\d+/.exec(data?.error_description ?? "")?.[0] ?? data?.error ?? String(status),
  );
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new LoginFailure("time-out", "time-out"));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
