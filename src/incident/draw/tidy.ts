/** Stands between the facts of one line. */
export const between = " · ";

const breaks = /[\s\p{Cc}]+/gu;
/** Invisible marks that reorder, hide or glue: bidi overrides, zero widths, tags. Joiners stay: emoji and scripts need them. */
const marks = /(?![\u200c\u200d])\p{Cf}/gu;

/** Letters that are written from right to left and so pull their neighbours along. */
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const isolate = "\u2068";
const endIsolate = "\u2069";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** No real character is longer; what is (a hundred accents on one letter) is cut inside. */
const graphemeMaxUnits = 32;

/**
 * Makes text of unknown origin fit for one line: line breaks and controls become a space, marks that would reorder the
 * line go, text from right to left is isolated from what stands beside it, and what is too long ends in "…".
 *
 * @param maxUnits longest result in UTF-16 units, at least 4
 */
export function tidy(text: string, maxUnits: number): string {
  const bounded = text.slice(0, maxUnits * 4).toWellFormed();
  const line = bounded.replace(marks, "").replace(breaks, " ").trim();
  return rightToLeft.test(line) ? `${isolate}${cut(line, maxUnits - 2)}${endIsolate}` : cut(line, maxUnits);
}

/** Shortens text to `maxUnits` UTF-16 units, ending in "…", never inside of what people see as one character. */
export function cut(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const end = maxUnits - 1;
  const from = Math.max(0, end - graphemeMaxUnits);
  const character = graphemes.segment(text.slice(from, end + graphemeMaxUnits)).containing(end - from);
  const kept = text.slice(0, character && character.index > 0 ? from + character.index : end);
  const whole = kept.isWellFormed() ? kept : kept.slice(0, -1);
  const open = whole.lastIndexOf(isolate) > whole.lastIndexOf(endIsolate);
  return `${whole.trimEnd()}…${open ? endIsolate : ""}`;
}
