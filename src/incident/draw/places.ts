import { actWordsOf } from "../../words/acts.ts";
import type { Locale } from "../../words/locale.ts";
import { wordFor, wordsOf } from "../../words/words.ts";
import type { Owed } from "../judgement.ts";
import { tidy } from "./tidy.ts";

const placeMaxUnits = 60;
const detailMaxUnits = 120;
const idMinUnits = 6;
/** Receivers whose place has no name that people know; the vendor alone is named while no other place of it is owed. */
const nameless = new Set(["pagerduty", "teams"]);

/**
 * A destination as people know it: `Slack #ai-alerts`, `PagerDuty`, `Jira OPS-311`.
 *
 * @param destination `<receiver>:<place>`
 * @param label what was made there, such as an issue key; instead of the place
 * @param among the incident's destinations: where two of them would read the same, a part of the id tells them apart
 */
export function placeName(
  destination: string,
  label: string | undefined,
  locale: Locale,
  among: readonly Pick<Owed, "id">[] = [],
): string {
  const [receiver, id] = receiverAndPlace(destination);
  const alike = among.filter((one) => receiverAndPlace(one.id)[0] === receiver);
  const named = nameless.has(receiver) ? (alike.length > 1 ? shortId(id, alike) : "") : id;
  const place = label ?? named;
  return tidy([wordFor(wordsOf(locale).receiver, receiver), place].filter(Boolean).join(" "), placeMaxUnits);
}

function receiverAndPlace(destination: string): readonly [string, string] {
  const colon = destination.indexOf(":");
  return colon === -1 ? [destination, ""] : [destination.slice(0, colon), destination.slice(colon + 1)];
}

/** The beginning of an id, `19:` and `@thread…` of Teams left out, as long as it takes to tell those of one vendor apart. */
function shortId(id: string, alike: readonly Pick<Owed, "id">[]): string {
  const bare = (place: string) => place.replace(/^\d+:/, "").replace(/@.*$/, "");
  const others = alike.map((one) => bare(receiverAndPlace(one.id)[1])).filter((one) => one !== bare(id));
  let length = idMinUnits;
  while (length < id.length && others.some((one) => one.startsWith(bare(id).slice(0, length)))) length += 1;
  return bare(id).slice(0, length);
}

/**
 * Why a destination is not told, with the vendor's own words or the click that mends it where there are any; a
 * reason of a later version is shown as it is.
 */
export function deliveryReason(reason: string, locale: Locale, detail?: string): string {
  const { delivery, colon } = wordsOf(locale);
  const said = detail === undefined ? "" : `${colon}${tidy(detail, detailMaxUnits)}`;
  return `${tidy(wordFor(delivery, reason), placeMaxUnits)}${said}`;
}

/**
 * A sender or an actor as people know it: `Alertmanager` for `source:alertmanager`, `ada` for `person:ada@corp.example`,
 * `somebody in Slack` for `person:slack:U012AB`, of whom nobody said a name.
 */
export function senderName(source: string, locale: Locale): string {
  const name = source.replace(/^(?:source|person|api):/, "");
  if (!source.startsWith("person:")) return tidy(wordFor(wordsOf(locale).sender, name), placeMaxUnits);
  const [vendor = "", id] = name.split(":");
  if (id === undefined) return tidy(name.replace(/@.*$/, "") || name, placeMaxUnits);
  return tidy(actWordsOf(locale).somebodyIn(wordFor(wordsOf(locale).receiver, vendor)), placeMaxUnits);
}

/** What somebody is called: the name that they were known by, else what their id says. */
export function personName(id: string, names: Readonly<Record<string, string>> | undefined, locale: Locale): string {
  const name = names !== undefined && Object.hasOwn(names, id) ? names[id] : undefined;
  return name === undefined ? senderName(id, locale) : tidy(name, placeMaxUnits);
}
