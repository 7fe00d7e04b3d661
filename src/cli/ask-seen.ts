import { type SeenJson, seenSchema } from "../api/seen.ts";
import { readConfig } from "../config.ts";
import type { Locale } from "../words/locale.ts";
import { policySeen } from "../words/policy-seen.ts";
import type { CommandIo } from "./command.ts";

export type SeenAnswer =
  | { readonly ok: true; readonly seen: SeenJson }
  | { readonly ok: false; readonly reason: string };

const timeoutMs = 10_000;

/**
 * Asks a running service what alerts spoke of, with the first token of `VIGIE_API_TOKEN`, in one request of at most 10 s.
 *
 * @param url where the service is, such as `http://127.0.0.1:8080`
 */
export async function askSeen(
  url: string,
  locale: Locale,
  { env, fetch }: Pick<CommandIo, "env" | "fetch">,
): Promise<SeenAnswer> {
  const words = policySeen[locale];
  const base = URL.parse(url);
  const isPlain = base !== null && /^https?:$/.test(base.protocol) && base.username === "" && base.password === "";
  if (!isPlain) return { ok: false, reason: words.notHttp };
  const read = readConfig(env);
  const token = read.ok ? read.config.apiTokens[0]?.token : undefined;
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    const address = `${base.href.replace(/\/+$/, "")}/api/v1/seen`;
    // A token goes to the address that was asked for and to no other.
    const response = await fetch(address, { headers, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 401 || response.status === 403) {
      return { ok: false, reason: words.wantsToken(response.status) };
    }
    if (response.status !== 200) return { ok: false, reason: words.refused(response.status) };
    const answer = seenSchema.safeParse(await response.json());
    return answer.success ? { ok: true, seen: answer.data } : { ok: false, reason: words.notVigie };
  } catch (cause) {
    if (cause instanceof SyntaxError) return { ok: false, reason: words.notVigie };
    return { ok: false, reason: reasonOf(cause) };
  }
}

/** `ECONNREFUSED` and its like where there is one: "fetch failed" says nothing. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { cause: inner } = cause;
  const code = inner instanceof Error && "code" in inner ? inner.code : undefined;
  return typeof code === "string" ? code : cause.message;
}
