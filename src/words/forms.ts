import type { FormWords } from "./form-words.ts";
import { en } from "./forms-en.ts";
import { fr } from "./forms-fr.ts";
import type { Locale } from "./locale.ts";

/** The forms, by their handler's id. */
export type FormId = keyof typeof en;

const byLocale: Readonly<Record<Locale, Readonly<Record<FormId, FormWords>>>> = { en, fr };

/** The words of a handler's form. */
export function formWordsOf(id: FormId, locale: Locale): FormWords {
  return byLocale[locale][id];
}
