import { actionWordsOf } from "../../words/actions.ts";
import type { Locale } from "../../words/locale.ts";
import type { VersionCount } from "../actions/plan.ts";
import { versionWords } from "./headline.ts";

const versionsMax = 4;

/** How far it is: `v7 on 3 of 8`; of no version in particular, every one that serves. */
export function servingWords(serving: readonly VersionCount[], to: string | undefined, locale: Locale): string {
  const words = actionWordsOf(locale);
  const all = allOf(serving);
  if (all === 0) return words.servingNothing;
  if (to !== undefined) return words.on(versionWords(to), countOf(serving, to), all);
  return serving
    .slice(0, versionsMax)
    .map(({ version, count }) => words.on(versionWords(version), count, all))
    .join(", ");
}

/** What serves instead of the version that was wanted: `serving v8 on 5 of 8`. */
export function otherServing(serving: readonly VersionCount[], to: string | undefined, locale: Locale): string {
  const others = serving.filter(({ version, count }) => version !== to && count > 0);
  const words = actionWordsOf(locale);
  const all = allOf(serving);
  if (all === 0) return words.servingNothing;
  const shown = others.length > 0 ? others : serving;
  const [most] = shown.toSorted((a, b) => b.count - a.count);
  return most === undefined
    ? words.servingNothing
    : words.serving(words.on(versionWords(most.version), most.count, all));
}

function allOf(serving: readonly VersionCount[]): number {
  return serving.reduce((sum, { count }) => sum + count, 0);
}

function countOf(serving: readonly VersionCount[], version: string): number {
  return serving.find((one) => one.version === version)?.count ?? 0;
}
