import { nearest } from "../../policy/document/suggest.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Locale } from "../../words/locale.ts";
import type { Command, Said } from "./command.ts";
import { headLine, textLine, wordSaid } from "./lines.ts";

/** `help`: what can be asked. */
export function help(): Command {
  return { name: "help", run: async ({ locale }) => helpSaid(locale) };
}

/** What a word that is no command is answered with: what was probably meant, and the list. */
export function unknownSaid(word: string, names: readonly string[], locale: Locale): Said {
  const said = commandWordsOf(locale).unknown(wordSaid(word), nearest(word, names));
  return { lines: [textLine(said), ...helpSaid(locale).lines] };
}

function helpSaid(locale: Locale): Said {
  const words = commandWordsOf(locale);
  return { lines: [headLine(words.helpTitle), ...Object.values(words.help).map(textLine)] };
}
