import type { Locale } from "../../words/locale.ts";
import { unmatched } from "../../words/people.ts";
import type { Person } from "../person.ts";

/**
 * What to do about somebody who is known by a vendor's id alone, and so holds no role that is given by e-mail (behaviour
 * 6); nothing for whoever is known.
 */
export function howToMatch({ actor, email }: Person, locale: Locale): string | undefined {
  if (email !== undefined) return undefined;
  const { vendor = "", id = "" } = /^person:(?<vendor>[a-z]+):(?<id>.+)$/.exec(actor.id)?.groups ?? {};
  return unmatched[locale](vendor, id);
}
