import type { PressRefusal } from "../incident/reasons.ts";
import { deskWordsOf } from "../words/desk.ts";
import type { Locale } from "../words/locale.ts";
import type { MayPress } from "./may-press.ts";
import { howToMatch } from "./people/how-to-match.ts";
import type { Person } from "./person.ts";

/**
 * Why somebody may not do something, and what to do about it. Where a vendor could not say in time who somebody is, or who
 * is on call, nobody is told that they lack a role.
 */
export function whyNot(
  { because, roles, people = [], held, unasked }: Extract<MayPress, { kind: "no" }>,
  person: Person,
  locale: Locale,
): { readonly because: PressRefusal; readonly said: string } {
  const words = deskWordsOf(locale);
  if (person.unasked || unasked) return { because: "unknown-person", said: words.unasked };
  const lacks = held ? words.roleOfNobody : people.length > 0 ? words.authority : words.role;
  const why = because === "role" ? lacks([...people, ...roles]) : words.nobodyOnCall;
  return { because, said: [why, howToMatch(person, locale)].filter(Boolean).join(" ") };
}
