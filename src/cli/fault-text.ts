import type { PolicyError } from "../policy/policy-error.ts";
import type { Locale } from "../words/locale.ts";
import { policyExplanation } from "../words/policy-explanation.ts";
import { wordsOf } from "../words/words.ts";

/** A fault as people read it: where, what, and what to write instead. */
export function faultText({ file, line, column, message, hint }: PolicyError, locale: Locale): string {
  return `${file}:${line}:${column} ${message}\n  ${policyExplanation[locale].fix}${wordsOf(locale).colon}${hint}`;
}
