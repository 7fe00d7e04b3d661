import type { Locale } from "./locale.ts";

/** The policy compares values with this tolerance relative to the value, shares with the same one absolute (behaviour 2.2). */
const tolerance = 1e-9;
const decimalsMax = 12;

type DecimalsQuery = {
  readonly value: number;
  readonly edges: readonly number[];
  readonly atLeast: number;
  /** Figures at most this far apart are the same. */
  readonly within: number;
};

/**
 * How many decimals a figure needs to be told on the right side of its thresholds (cards 8): rounding may neither reach
 * an edge that the figure does not touch, nor give a rounder figure than it is (10.01 is not "10", 4.996 not "5.00").
 */
function decimalsFor({ value, edges, atLeast, within }: DecimalsQuery): number {
  const same = (a: number, b: number) => Math.abs(a - b) <= within;
  const side = (figure: number, edge: number) => (same(figure, edge) ? 0 : Math.sign(figure - edge));
  for (let decimals = 0; decimals < decimalsMax; decimals += 1) {
    const shown = Number(value.toFixed(decimals));
    if (same(shown, value)) return decimals;
    const isRounder = decimals > 0 && same(Number(shown.toFixed(decimals - 1)), shown);
    if (decimals < atLeast || isRounder) continue;
    if (edges.every((edge) => side(shown, edge) === side(value, edge))) return decimals;
  }
  return decimalsMax;
}

/** Three significant digits, but never fewer than one decimal. */
function usualDecimals(value: number): number {
  return value === 0 ? 0 : Math.max(1, 2 - Math.floor(Math.log10(Math.abs(value))));
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: Locale, decimals: number | "scientific"): Intl.NumberFormat {
  const key = `${locale}:${decimals}`;
  const known = formats.get(key);
  if (known) return known;
  const options: Intl.NumberFormatOptions =
    decimals === "scientific"
      ? { notation: "scientific", maximumSignificantDigits: 3 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

/**
 * Figures of one metric that stand side by side, with the same digits: `0.846` and `0.950`. Very large and very small
 * ones are told with an exponent.
 *
 * @param edges thresholds that each figure must visibly be on the right side of
 */
export function figures(values: readonly number[], edges: readonly number[], locale: Locale): readonly string[] {
  if (values.some(isExtreme)) return values.map((value) => formatOf(locale, "scientific").format(value));
  const needed = values.map((value) =>
    decimalsFor({
      value,
      edges: [...edges, ...values.filter((other) => other !== value)],
      atLeast: usualDecimals(value),
      within: tolerance * Math.abs(value),
    }),
  );
  const decimals = Math.max(0, ...needed);
  return values.map((value) => formatOf(locale, decimals).format(value));
}

function isExtreme(value: number): boolean {
  return value !== 0 && (Math.abs(value) < 1e-6 || Math.abs(value) >= 1e15);
}

/** One figure, see `figures`. */
export function figure(value: number, edges: readonly number[], locale: Locale): string {
  return figures([value], edges, locale)[0] ?? "";
}

/** A whole number with the language's separators: `1,234`, `1 234`. */
export function whole(value: number, locale: Locale): string {
  return formatOf(locale, 0).format(value);
}

/**
 * A share as a percentage without a sign, with the digits that its thresholds ask for: `10.9 %`.
 *
 * @param share 0.109 is 10.9 %
 * @param edges thresholds as shares
 */
export function percent(share: number, edges: readonly number[], locale: Locale): string {
  const value = Math.abs(share * 100);
  const space = locale === "fr" ? "\u00a0" : " ";
  if (isExtreme(value)) return `${formatOf(locale, "scientific").format(value)}${space}%`;
  const inPercent = edges.map((edge) => Math.abs(edge * 100));
  const decimals = decimalsFor({ value, edges: inPercent, atLeast: 1, within: tolerance * 100 });
  return `${formatOf(locale, decimals).format(value)}${space}%`;
}

const units = [
  { ms: 86_400_000, en: "d", fr: "j" },
  { ms: 3_600_000, en: "h", fr: "h" },
  { ms: 60_000, en: "min", fr: "min" },
  { ms: 1_000, en: "s", fr: "s" },
] as const;

/** A duration as people say it, in its two largest units and cut, not rounded: `42 min`, `1 h 11 min`, `3 d 4 h`. */
export function duration(durationMs: number, locale: Locale): string {
  const ms = Math.max(0, durationMs);
  const at = units.findIndex((unit) => ms >= unit.ms);
  const unit = units[at];
  if (!unit) return locale === "fr" ? "moins d’une seconde" : "less than a second";
  const next = unit.ms > 60_000 ? units[at + 1] : undefined;
  const rest = next ? Math.floor((ms % unit.ms) / next.ms) : 0;
  const head = `${whole(Math.floor(ms / unit.ms), locale)} ${unit[locale]}`;
  return next && rest > 0 ? `${head} ${rest} ${next[locale]}` : head;
}

/**
 * Picks the form that goes with a number: English has one only for 1, French for everything below 2.
 *
 * @returns the number and the word: `1 alert`, `1,200 alerts`
 */
export function count(n: number, one: string, many: string, locale: Locale): string {
  const isOne = locale === "fr" ? Math.abs(n) < 2 : n === 1;
  return `${whole(n, locale)} ${isOne ? one : many}`;
}
