/** What the masker can find; also the first word of a placeholder. */
export const kinds = ["email", "phone", "iban", "card", "nir", "ip", "secret"] as const;
export type Kind = (typeof kinds)[number];

/** One value found in a text: `text.slice(start, end)`, and its one spelling, which every way of writing it shares. */
export type Finding = { readonly start: number; readonly end: number; readonly canonical: string };

/** Finds one kind of value. `signs` says which strings are worth looking at (see `signsOf`); any one of them is enough. */
export type Detector = {
  readonly kind: Kind;
  readonly signs: number;
  readonly find: (text: string) => Finding[];
};

/** Judges one candidate of a scan: the finding, or null when it is something else. */
type Judge = (match: RegExpExecArray, text: string) => Finding | null;

/** Blanks that people put between groups of digits, for use inside a character class. */
export const blank = " \\u00a0\\u2007\\u2009\\u202f";

/** Dashes that people put between groups of digits, for use inside a character class. */
export const dash = "\\-\\u2010-\\u2013";

/**
 * Walks a text with a global pattern whose every match is bounded in length, so that the walk is linear. A candidate
 * that the judge refuses costs one character only: a card number that follows another number is still found.
 */
export function scan(text: string, pattern: RegExp, judge: Judge): Finding[] {
  const findings: Finding[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const finding = judge(match, text);
    if (finding) findings.push(finding);
    pattern.lastIndex = finding ? finding.end : match.index + 1;
  }
  return findings;
}

/** What a match found without further judgement: its first group, which then ends the match, or all of it. */
export function found(match: RegExpExecArray): Finding {
  const canonical = match[1] ?? match[0];
  const end = match.index + match[0].length;
  return { start: end - canonical.length, end, canonical };
}

/** The up to `maxChars` characters before a place: what the writer said of the value that follows. */
export function before(text: string, start: number, maxChars: number): string {
  return text.slice(Math.max(0, start - maxChars), start);
}
