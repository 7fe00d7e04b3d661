import type { PressRefusal } from "../incident/reasons.ts";
import { deskWordsOf } from "../words/desk.ts";
import type { Locale } from "../words/locale.ts";
import type { MayPress } from "./may-press.ts";
import { howToMatch } from "./people/how-to-match.ts";
import type { Person } from "./person.ts";

/**
 * Why somebody may not do something, and what to do about it. Whoever could not be looked up in time is not told that they
 * lack a role: nobody knows.
 */
export function whyNot(
  { because, roles }: Extract<MayPress, { kind: "no" }>,
  person: Person,
  locale: Locale,
): { readonly because: PressRefusal; readonly said: string } {
  const words = deskWordsOf(locale);
  if (person.unasked) return { because: "unknown-person", said: words.unasked };
  const why = because === "role" ? words.role(roles) : words.nobodyOnCall;
  return { because, said: [why, howToMatch(person, locale)].filter(Boolean).join(" ") };
}
