import type { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { type Sentence, say } from "../../words/sentence.ts";
import type { Words } from "../../words/words.ts";
import type { Run } from "../actions/run.ts";
import type { Owed } from "../judgement.ts";

/** In which words, among which destinations, and what people are called, by actor. */
export type Tongue = {
  readonly words: Words;
  readonly locale: Locale;
  readonly among: readonly Pick<Owed, "id">[];
  readonly names: Readonly<Record<string, string>>;
  /** What was done about the incident, as far as it is remembered: entries of a run name it by its id. */
  readonly runs: readonly Run[];
};
/** Tells an entry's data; `null` for what another version wrote. */
export type Teller = (data: unknown, tongue: Tongue) => Sentence | null;

/** Tells data of a shape. */
export function teller<Data>(
  shape: z.ZodType<Data>,
  tell: (
    data: Data,
    words: Words,
    locale: Locale,
    among: Tongue["among"],
    names: Tongue["names"],
    runs: Tongue["runs"],
  ) => string | Sentence,
): Teller {
  return (data, { words, locale, among, names, runs }) => {
    const read = shape.safeParse(data);
    if (!read.success) return null;
    const told = tell(read.data, words, locale, among, names, runs);
    return typeof told === "string" ? say`${told}` : told;
  };
}
