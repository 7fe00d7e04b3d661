import { linkKinds } from "../../alert/alert.ts";
import type { Locale } from "../../words/locale.ts";
import { wordsOf } from "../../words/words.ts";
import type { Card } from "../card.ts";
import type { IncidentView } from "../view.ts";
import { placeName } from "./places.ts";
import { tidy } from "./tidy.ts";

/** Longer ones are refused by one vendor or another. */
const urlMaxUnits = 2_000;
const labelMaxUnits = 60;

/**
 * The last line's links: what the sender gave, Vigie's own page, its own channel, what was made at the
 * vendors. Http and https only; Teams shows the first six.
 */
export function linksOf(view: IncidentView, locale: Locale): Card["links"] {
  const words = wordsOf(locale).link;
  const { lead, owed, standing, channel } = view.incident;
  const given = linkKinds.flatMap((kind) =>
    lead.links.filter((link) => link.kind === kind).map(({ url }) => ({ text: words[kind], url })),
  );
  const own = view.dashboard === undefined ? [] : [{ text: words.vigie, url: view.dashboard }];
  const made = owed.flatMap(({ id }) => {
    const { link, label } = standing[id] ?? {};
    return link === undefined ? [] : [{ text: placeName(id, label, locale, owed), url: link }];
  });
  const room =
    channel?.link === undefined ? [] : [{ text: tidy(channel.label ?? "", labelMaxUnits), url: channel.link }];
  const seen = new Set<string>();
  return [...given, ...own, ...room, ...made].flatMap(({ text, url }) => {
    const safe = webAddress(url);
    if (safe === null || seen.has(safe)) return [];
    seen.add(safe);
    return [{ text, url: safe }];
  });
}

/** The address as a browser would write it, with `<`, `>`, `"` and blanks encoded; `null` for anything but http(s). */
export function webAddress(url: string): string | null {
  const parsed = URL.parse(url);
  const isWeb = parsed?.protocol === "https:" || parsed?.protocol === "http:";
  return parsed && isWeb && parsed.href.length <= urlMaxUnits ? parsed.href : null;
}
