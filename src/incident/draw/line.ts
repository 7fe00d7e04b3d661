import type { Locale } from "../../words/locale.ts";
import { utc, utcClock } from "../../words/moments.ts";
import type { Part, Sentence } from "../../words/sentence.ts";
import type { CardLine, Inline } from "../card.ts";
import { cut } from "./tidy.ts";

/** Longest line of a card in UTF-16 units; every vendor takes as much. */
export const lineMaxUnits = 300;
/** What a drawn time takes at most: `20 Nov, 09:04 UTC`. */
const timeUnits = 20;
const sameDayMs = 12 * 3_600_000;

/**
 * Turns a sentence into a line that fits: pieces beyond `lineMaxUnits` are cut.
 *
 * @param around the moment that the card is about; others less than 12 h away from it are told without their date
 */
export function toLine(sentence: Sentence, around: number): CardLine {
  const line: Inline[] = [];
  let left = lineMaxUnits;
  for (const part of sentence) {
    if (left < timeUnits) break;
    const inline = toInline(part, around, left);
    line.push(inline);
    left -= "text" in inline ? inline.text.length : timeUnits;
  }
  return line;
}

function toInline(part: Part, around: number, maxUnits: number): Inline {
  switch (part.kind) {
    case "moment":
      return { kind: "time", at: part.at, style: styleOf(part.at, around) };
    case "mention":
      return part;
    default:
      return { kind: part.kind, text: cut(part.text, maxUnits) };
  }
}

function styleOf(at: number, around: number): "time" | "date-time" {
  return Math.abs(at - around) < sameDayMs ? "time" : "date-time";
}

/** The line as plain text, times in UTC; only the last time names the zone. */
export function lineText(line: CardLine, locale: Locale): string {
  const lastTime = line.findLastIndex((inline) => inline.kind === "time");
  return line
    .map((inline, at) => {
      if (inline.kind === "time") return (at === lastTime ? utc : utcClock)(inline.at, inline.style, locale);
      return inline.kind === "mention" ? inline.mention : inline.text;
    })
    .join("");
}
