import { type SeenJson, seenSchema } from "../api/seen.ts";
import type { Locale } from "../words/locale.ts";
import { policySeen } from "../words/policy-seen.ts";
import { askVigie } from "./ask-vigie.ts";
import type { CommandIo } from "./command.ts";

export type SeenAnswer =
  | { readonly ok: true; readonly seen: SeenJson }
  | { readonly ok: false; readonly reason: string };

/** Asks a running service what alerts spoke of. */
export async function askSeen(url: string, locale: Locale, io: Pick<CommandIo, "env" | "fetch">): Promise<SeenAnswer> {
  const words = policySeen[locale];
  const answer = await askVigie(url, "/api/v1/seen", locale, io);
  if (!answer.ok) return answer;
  const { status, body } = answer;
  if (status === 401 || status === 403) return { ok: false, reason: words.wantsToken(status) };
  if (status !== 200) return { ok: false, reason: words.refused(status) };
  const seen = seenSchema.safeParse(body);
  return seen.success ? { ok: true, seen: seen.data } : { ok: false, reason: words.notVigie };
}
