import { figure } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { type TickWords, tickWordsOf } from "../../words/ticks.ts";
import type { Tick, TickId } from "../actions/tick.ts";
import { versionWords } from "./headline.ts";
import { personName } from "./places.ts";
import { tidy } from "./tidy.ts";

const wordMaxUnits = 60;

type Names = Readonly<Record<string, string>> | undefined;
type Because = TickWords["because"];
type Fails = (tick: Tick, because: Because, locale: Locale, names: Names) => Sentence | undefined;

/** What a tick that does not hold was judged by, where it says so. */
const failing: { readonly [K in TickId]?: Fails } = {
  "automation-on": ({ by, at }, because, locale, names) =>
    by === undefined || at === undefined ? undefined : because.automationOff(personName(by, names, locale), at),
  champion: ({ role, model }, because) => told(model, because.otherModel) ?? told(role, because.role),
  "version-serving": ({ version, serving }, because) =>
    version === undefined || serving === undefined
      ? undefined
      : say`${because.otherServing(versionWords(version), versionWords(serving))}`,
  performance: ({ metric }, because) => told(metric, because.notPerformance),
  tested: ({ version }, because) =>
    version === undefined ? undefined : say`${because.untested(versionWords(version))}`,
  fresh: ({ at }, because) => (at === undefined ? undefined : because.windowEnded(at)),
  sample: ({ value, limit }, because) =>
    value === undefined || limit === undefined ? undefined : say`${because.small(value, limit)}`,
  "cool-down": ({ at }, because) => (at === undefined ? undefined : because.notBefore(at)),
  "per-day": ({ value, limit }, because) =>
    value === undefined || limit === undefined ? undefined : say`${because.usedUp(value, limit)}`,
};

function told(word: string | undefined, say_: (word: string) => string): Sentence | undefined {
  return word === undefined ? undefined : say`${say_(tidy(word, wordMaxUnits))}`;
}

/** One condition of acting by itself as one plain sentence, with where to look instead (behaviour 7). */
export function tickWords(tick: Tick, locale: Locale, names?: Names): Sentence {
  const { so, because } = tickWordsOf(locale);
  if (tick.ok) return say`${so[tick.id].holds}`;
  const said = failing[tick.id]?.(tick, because, locale, names) ?? say`${so[tick.id].fails}`;
  const { look } = tick;
  if (look === undefined) return said;
  const value = figure(look.value, [], locale);
  return join([said, because.look(tidy(look.metric, wordMaxUnits), value, look.since)], " ");
}
