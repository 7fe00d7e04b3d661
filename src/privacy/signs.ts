/** What a string shows at a glance; each detector names the signs without which it cannot find anything. */
export const sign = {
  /** `@`, or `%40` as in an encoded link. */
  at: 1,
  /** Eight digits or more with nothing but separators between them: phones, cards, IBAN, NIR. */
  digits: 2,
  /** Three dots after digits: IPv4. */
  dots: 4,
  /** Two colons together, or six in all: IPv6. */
  colons: 8,
  /** `=` or `:` after something that is not a digit: `password=…`. */
  assignment: 16,
  /** Twelve letters, digits, `_`, `-` or `.` without a break, a digit among them, or two dashes: tokens, PEM, flags. */
  longWord: 32,
  /** A double s, as in `password is …`, `passphrase`, `mot de passe`. */
  doubleS: 64,
} as const;

const enough = { digits: 8, dots: 3, colons: 6, wordChars: 12 };

/** Kinds of character. The order matters: up to `dot` they make words, up to `gap` they may stand between digits. */
const letter = 0;
const digit = 1;
const dash = 2;
const dot = 3;
const gap = 4;
const other = 5;
const colon = 6;
const equals = 7;
const at = 8;
const percent = 9;

const kindOfAscii = new Uint8Array(128).fill(other);
const say = (chars: string, kind: number): void => {
  for (const char of chars) kindOfAscii[char.charCodeAt(0)] = kind;
};
say("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", letter);
say("0123456789", digit);
say("-", dash);
say(".", dot);
say(" ()/+", gap);
say(":", colon);
say("=", equals);
say("@", at);
say("%", percent);

/** Blanks and dashes beyond ASCII stand between digits too (U+00A0, U+2007 to U+2013, U+202F). */
const kindBeyondAscii = (code: number): number =>
  code === 0xa0 || (code >= 0x2007 && code <= 0x2013) || code === 0x202f ? gap : other;

const lowerCaseBit = 32;
const lowerS = 115;

/**
 * The signs of a string as a bit set, 0 when nothing that we mask can be in it. One look at each character, one to two
 * nanoseconds each: this is all that an ordinary label costs.
 */
export function signsOf(text: string): number {
  let signs = 0;
  let digits = 0;
  let dots = 0;
  let colons = 0;
  let wordChars = 0;
  let wordDigits = 0;
  let previous = other;
  let previousCode = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const kind = code < 128 ? (kindOfAscii[code] ?? other) : kindBeyondAscii(code);
    if (kind === letter) {
      digits = 0;
      if (code === previousCode && (code | lowerCaseBit) === lowerS) signs |= sign.doubleS;
    } else if (kind === digit) {
      wordDigits++;
      if (++digits === enough.digits) signs |= sign.digits;
    } else if (kind === dash) {
      if (previous === dash) signs |= sign.longWord;
    } else if (kind === dot) {
      if (previous === digit && ++dots === enough.dots) signs |= sign.dots;
    } else if (kind > gap) {
      digits = 0;
      if (kind === colon && (++colons === enough.colons || previous === colon)) signs |= sign.colons;
      if ((kind === colon || kind === equals) && previous !== digit) signs |= sign.assignment;
      if (kind === at || (kind === percent && text.startsWith("40", index + 1))) signs |= sign.at;
    }
    if (kind > dot) wordChars = wordDigits = 0;
    else if (++wordChars >= enough.wordChars && wordDigits > 0) signs |= sign.longWord;
    previous = kind;
    previousCode = code;
  }
  return signs;
}
