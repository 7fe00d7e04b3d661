import type { Detector, Finding } from "./finding.ts";
import { before, blank, dash, scan } from "./finding.ts";
import { sign } from "./signs.ts";

const gap = `[${blank}${dash}.]?`;

/** Sex, year, month (20 and above: unknown), department (Corsica 2A and 2B), commune, order, and the key or not. */
const candidates = new RegExp(
  `(?<![A-Za-z0-9_]|\\d\\.)[1-478]${gap}\\d\\d${gap}(?:0[1-9]|1[0-2]|[2-9]\\d)${gap}(?:\\d\\d|2[ABab])${gap}` +
    `\\d{3}${gap}\\d{3}(?:[${blank}${dash}./]{0,3}(\\d\\d))?(?![A-Za-z0-9_]|\\.\\d)`,
  "g",
);

/** Without its key the number has no check and looks like a time in milliseconds: believed only when it is named. */
const named = /(?:\bnir|s[ée]cu(?:rit[ée] sociale)?|\binsee|social security|\bssn|vitale)[^\d]{0,24}$/i;

/** The key is 97 less the remainder of the 13 digits by 97; for this 2A counts as 19 and 2B as 18. @see insee.fr, NIR */
const keyOf = (number: string): number => 97 - (Number(number.replace("2A", "19").replace("2B", "18")) % 97);

function judge(match: RegExpExecArray, text: string): Finding | null {
  const compact = match[0].replace(/[^0-9ABab]/g, "").toUpperCase();
  const number = compact.slice(0, 13);
  const believed =
    match[1] === undefined ? named.test(before(text, match.index, 60)) : keyOf(number) === Number(match[1]);
  if (!believed) return null;
  return { start: match.index, end: match.index + match[0].length, canonical: number };
}

/** French social security numbers (NIR), with their key, or without it where the text says what they are. */
export const nirs: Detector = { kind: "nir", signs: sign.digits, find: (text) => scan(text, candidates, judge) };
