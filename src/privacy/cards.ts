import type { Detector, Finding } from "./finding.ts";
import { before, blank, dash, scan } from "./finding.ts";
import { sign } from "./signs.ts";

const gap = `[${blank}${dash}.]`;

/** Grouped as on the card (4-4-4-4, 4-4-4-4-3, 4-6-5, 4-6-4) with one kind of gap, or written together; not a fraction. */
const candidates = new RegExp(
  `(?<![A-Za-z0-9_]|\\d\\.|\\b0,|\\w-)(?:` +
    `\\d{4}(${gap})\\d{4}\\1\\d{4}\\1\\d{4}(?:\\1\\d{3})?|\\d{4}(${gap})\\d{6}\\2\\d{4,5}|\\d{12,19}` +
    `)(?![A-Za-z0-9_]|\\.\\d|-\\w)`,
  "g",
);

/**
 * Numbers that the networks give out today, by first digits and length (15 digits with a leading 1 are UATP).
 * @see https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN), 2026-11
 */
const issued = new RegExp(
  `^(?:${[
    "1\\d{14}",
    "220[0-4]\\d{12}",
    "(?:222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}",
    "3(?:0[0-5]|[689]\\d)\\d{11}",
    "3[47]\\d{13}",
    "35(?:2[89]|[3-8]\\d)\\d{12}",
    "4\\d{15}",
    "[56]\\d{15}",
    "(?:81|97)\\d{14}",
  ].join("|")})$`,
);

/** Lengths that are rare on cards and common among counters and ids: believed only when grouped or called a card. */
const rare = /^(?:4\d{12}|4\d{18}|5[06-9]\d{10,17}|6\d{11,18})$/;
const calledCard = /(?:card|carte|\bcb|\bpan|visa|maestro|mastercard|amex|unionpay)[^\d]{0,24}$/i;

/** The check of ISO/IEC 7812-1 (Luhn). */
function checksOut(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index++) {
    const value = Number(number.charAt(number.length - 1 - index)) * (1 + (index % 2));
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

function judge(match: RegExpExecArray, text: string): Finding | null {
  const written = match[0];
  const number = written.replace(/\D/g, "");
  if (!checksOut(number)) return null;
  const named = () => number !== written || calledCard.test(before(text, match.index, 40));
  if (!issued.test(number) && !(rare.test(number) && named())) return null;
  return { start: match.index, end: match.index + written.length, canonical: number };
}

/** Payment cards: first digits and length of a network, and the check digit. */
export const cards: Detector = { kind: "card", signs: sign.digits, find: (text) => scan(text, candidates, judge) };
