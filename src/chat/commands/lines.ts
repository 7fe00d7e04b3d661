import type { CardLine } from "../../incident/card.ts";
import { toLine } from "../../incident/draw/line.ts";
import { tidy } from "../../incident/draw.ts";
import type { Sentence } from "../../words/sentence.ts";

/** Longest word of an asker that an answer repeats. */
const wordMaxUnits = 80;

/** Plain text as a line; whatever stands in it stays text. */
export function textLine(text: string): CardLine {
  return [{ kind: "text", text }];
}

/** What stands at the head of further lines. */
export function headLine(text: string): CardLine {
  return [{ kind: "strong", text }];
}

/** A sentence with its moments, as a line. */
export function sentenceLine(sentence: Sentence, now: number): CardLine {
  return toLine(sentence, now);
}

/** Pieces of one line with something between them; what is empty is left out. */
export function joined(pieces: readonly CardLine[], between: string): CardLine {
  return pieces
    .filter((piece) => piece.length > 0)
    .flatMap((piece, at): CardLine => (at === 0 ? piece : [{ kind: "text", text: between }, ...piece]));
}

/** A word that somebody typed, fit to be said back. */
export function wordSaid(word: string): string {
  return tidy(word, wordMaxUnits);
}
