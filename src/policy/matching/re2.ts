import { RE2JS, RE2JSException } from "re2js";

/** A regular expression that is run: says whether the whole value fits. */
export type Regexp = (value: string) => boolean;

/**
 * Compiles one of RE2's regular expressions, so that a policy means the same here and in Alertmanager. It takes time that
 * grows with the length of the value only, whatever is written and whatever is sent.
 *
 * @returns `null` for what RE2 refuses: look-around, back-references, more than 1,000 repetitions, a bracket alone
 * @see https://github.com/google/re2/wiki/Syntax (2026-11-20)
 */
export function compileRegexp(source: string): Regexp | null {
  try {
    const compiled = RE2JS.compile(source);
    return (value) => compiled.testExact(value);
  } catch (fault) {
    if (fault instanceof RE2JSException) return null;
    throw fault;
  }
}
