import type { Locale } from "../../words/locale.ts";
import { utc, utcClock } from "../../words/moments.ts";
import { join, type Part, type Sentence } from "../../words/sentence.ts";
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

/**
 * Facts beside each other as far as they fit into one line: one that does not is left out whole, so that no line ends in
 * the middle of what it says. The first is always there.
 */
export function joinFitting(facts: readonly Sentence[], between: string): Sentence {
  let left = lineMaxUnits;
  const fitting = facts.filter((fact, at) => {
    const units = unitsOf(fact) + (fact.length === 0 ? 0 : between.length);
    if (units > left && at > 0) return false;
    left -= units;
    return true;
  });
  return join(fitting, between);
}

function unitsOf(sentence: Sentence): number {
  return sentence.reduce((units, part) => units + ("text" in part ? part.text.length : timeUnits), 0);
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
