import { type ActionWords, en } from "./actions-en.ts";
import { fr } from "./actions-fr.ts";
import type { Locale } from "./locale.ts";

export type { ActionNames, ActionWords } from "./actions-en.ts";

const byLocale: Readonly<Record<Locale, ActionWords>> = { en, fr };

/** What changed, what can be done about it and what came of it, in the words of a language. */
export function actionWordsOf(locale: Locale): ActionWords {
  return byLocale[locale];
}
