import { z } from "zod";
import { readConfig } from "../config.ts";
import type { Locale } from "../words/locale.ts";
import { policySeen } from "../words/policy-seen.ts";
import type { CommandIo } from "./command.ts";

export type ServiceAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly status?: number; readonly body?: unknown };

const timeoutMs = 10_000;

/** One call of a running service. */
export type ServiceCall<T> = {
  /** Where the service is, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly path: string;
  /** Sent as JSON by POST; absent: GET. */
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
};

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
/** Codes of a door that asks for a token; any other refusal has its own reason. */
const doors: ReadonlySet<string> = new Set(["unauthenticated", "forbidden"]);

/** Why the service refused whom it let in; `undefined` where it wants a token. */
function refusalIn(body: unknown): string | undefined {
  const { error } = refusalSchema.safeParse(body).data ?? {};
  return error && !doors.has(error.code) ? error.message : undefined;
}

/** Calls a running service with the first token of `VIGIE_API_TOKEN`, in one request of at most 10 s. */
export async function callService<T>(
  { url, path, body, schema }: ServiceCall<T>,
  locale: Locale,
  { env, fetch }: Pick<CommandIo, "env" | "fetch">,
): Promise<ServiceAnswer<T>> {
  const words = policySeen[locale];
  const base = URL.parse(url);
  const isPlain = base !== null && /^https?:$/.test(base.protocol) && base.username === "" && base.password === "";
  if (!isPlain) return { ok: false, reason: words.notHttp };
  const read = readConfig(env);
  const token = read.ok ? read.config.apiTokens[0]?.token : undefined;
  const headers: Record<string, string> = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  try {
    const address = `${base.href.replace(/\/+$/, "")}${path}`;
    // A token goes to the address that was asked for and to no other.
    const response = await fetch(address, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      ...{ headers, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) },
    });
    const { status } = response;
    if (status >= 300) {
      const said = await jsonOf(response);
      const wantsToken = status === 401 || status === 403;
      const reason = wantsToken ? (refusalIn(said) ?? words.wantsToken(status)) : words.refused(status);
      return { ok: false, reason, status, body: said };
    }
    const answer = schema.safeParse(await response.json());
    return answer.success ? { ok: true, value: answer.data } : { ok: false, reason: words.notVigie };
  } catch (cause) {
    if (cause instanceof SyntaxError) return { ok: false, reason: words.notVigie };
    return { ok: false, reason: reasonOf(cause) };
  }
}

/** Where the service of this environment listens. */
export function serviceUrl({ env }: Pick<CommandIo, "env">): string {
  const read = readConfig(env);
  const { host, port } = read.ok ? read.config : { host: "127.0.0.1", port: 8080 };
  const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}

async function jsonOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}

/** `ECONNREFUSED` and its like where there is one: "fetch failed" says nothing. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { cause: inner } = cause;
  const code = inner instanceof Error && "code" in inner ? inner.code : undefined;
  return typeof code === "string" ? code : cause.message;
}
