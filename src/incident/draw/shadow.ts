import type { Locale } from "../../words/locale.ts";
import { wordsOf } from "../../words/words.ts";
import type { Incident } from "../incident.ts";
import { isPager } from "../paging.ts";
import { placeName } from "./places.ts";
import { tidy } from "./tidy.ts";

const teamMaxUnits = 60;
const namedMax = 3;

/** Whose on-call routes in shadow would have woken, else whom they would have told: `in shadow: would have paged ml-ai`; empty without any. */
export function shadowWords({ shadow = [] }: Pick<Incident, "shadow">, locale: Locale): string {
  if (shadow.length === 0) return "";
  const { card } = wordsOf(locale);
  const place = (id: string) => placeName(id, undefined, locale, shadow);
  const pager = shadow.find(isPager);
  if (pager) return card.wouldHavePaged(pager.team === undefined ? undefined : tidy(pager.team, teamMaxUnits));
  const named = shadow.slice(0, namedMax).map(({ id }) => place(id));
  return card.wouldHaveTold(shadow.length > namedMax ? [...named, card.more(shadow.length - namedMax)] : named);
}
