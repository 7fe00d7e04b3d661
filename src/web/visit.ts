import type { Context } from "hono";
import { type Locale, locales } from "../words/locale.ts";
import { type WebWords, webWordsOf } from "../words/web.ts";

/** What a page needs to know of the request: language, moment, and how to link on in the same language. */
export type Visit = {
  readonly locale: Locale;
  readonly words: WebWords;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
};

/** Reads a visit: the language by `?lang=`, else the browser's, else the installation's. */
export function visitOf(c: Context, fallback: Locale, now: number): Visit {
  const query = c.req.query();
  const locale = asLocale(query.lang) ?? acceptedLocale(c.req.header("accept-language")) ?? fallback;
  return { locale, words: webWordsOf(locale), now, path: c.req.path, query };
}

/** A link within the dashboard that keeps the language which the reader chose. */
export function linkTo(visit: Visit, path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const { lang } = visit.query;
  const given = Object.entries({ lang, ...query }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** The language that a browser likes best among ours (RFC 9110, 12.5.4): `fr-CH, en;q=0.8` is French. */
export function acceptedLocale(header: string | undefined): Locale | undefined {
  const liked = (header ?? "").split(",").map((range) => {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
    const quality = parameters.map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find(Boolean);
    return { locale: asLocale(tag.split("-")[0]), quality: quality === undefined ? 1 : Number(quality) };
  });
  const best = liked.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  return best.find(({ locale }) => locale !== undefined)?.locale;
}

function asLocale(text: string | undefined): Locale | undefined {
  return locales.find((locale) => locale === text);
}
