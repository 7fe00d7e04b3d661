import { readConfig } from "../config.ts";
import type { Locale } from "../words/locale.ts";
import { policySeen } from "../words/policy-seen.ts";
import type { CommandIo } from "./command.ts";

/** What a running service answered; `body` is `undefined` where it is not JSON. */
export type VigieAnswer =
  | { readonly ok: true; readonly status: number; readonly body: unknown }
  | { readonly ok: false; readonly reason: string };

const timeoutMs = 10_000;

/**
 * Asks a running service, with the first token of `VIGIE_API_TOKEN`, in one request of at most 10 s.
 *
 * @param url where the service is, such as `http://127.0.0.1:8080`
 * @param path such as `/api/v1/incidents`
 * @param sent posted as JSON; without it the path is read
 */
export async function askVigie(
  url: string,
  path: string,
  locale: Locale,
  { env, fetch }: Pick<CommandIo, "env" | "fetch">,
  sent?: unknown,
): Promise<VigieAnswer> {
  const base = URL.parse(url);
  const isPlain = base !== null && /^https?:$/.test(base.protocol) && base.username === "" && base.password === "";
  if (!isPlain) return { ok: false, reason: policySeen[locale].notHttp };
  const read = readConfig(env);
  const token = read.ok ? read.config.apiTokens[0]?.token : undefined;
  const headers: Record<string, string> = {
    "accept-language": locale,
    "x-vigie-surface": "cli",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(sent === undefined ? {} : { "content-type": "application/json" }),
  };
  const request = sent === undefined ? {} : { method: "POST", body: JSON.stringify(sent) };
  try {
    // A token goes to the address that was asked for and to no other.
    const response = await fetch(`${base.href.replace(/\/+$/, "")}${path}`, {
      ...request,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { ok: true, status: response.status, body: await jsonOf(response) };
  } catch (cause) {
    return { ok: false, reason: reasonOf(cause) };
  }
}

/** Where the service listens by default on this machine. */
export function urlHere({ env }: Pick<CommandIo, "env">): string {
  const read = readConfig(env);
  return `http://127.0.0.1:${read.ok && read.config.port > 0 ? read.config.port : 8080}`;
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** `ECONNREFUSED` and its like where there is one: "fetch failed" says nothing. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { cause: inner } = cause;
  const code = inner instanceof Error && "code" in inner ? inner.code : undefined;
  return typeof code === "string" ? code : cause.message;
}
