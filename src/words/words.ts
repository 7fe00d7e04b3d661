import { en, type Words } from "./en.ts";
import { fr } from "./fr.ts";
import type { Locale } from "./locale.ts";

export type { Words } from "./en.ts";

const byLocale: Readonly<Record<Locale, Words>> = { en, fr };

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return byLocale[locale];
}

/** The word for a name that may be newer than these words: the name itself when there is none. */
export function wordFor(table: Readonly<Record<string, string>>, name: string): string {
  return (Object.hasOwn(table, name) ? table[name] : undefined) ?? name;
}
