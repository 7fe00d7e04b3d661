import type { Locale } from "../../words/locale.ts";
import { wordFor, wordsOf } from "../../words/words.ts";
import { tidy } from "./tidy.ts";

const placeMaxUnits = 60;
/** Receivers whose place has no name that people know; only the vendor is named unless a label is known. */
const nameless = new Set(["pagerduty", "teams"]);

/**
 * A destination as people know it: `Slack #ai-alerts`, `PagerDuty`, `Jira OPS-311`.
 *
 * @param destination `<receiver>:<place>`
 * @param label what was made there, such as an issue key; instead of the place
 */
export function placeName(destination: string, label: string | undefined, locale: Locale): string {
  const colon = destination.indexOf(":");
  const receiver = colon === -1 ? destination : destination.slice(0, colon);
  const place = label ?? (colon === -1 || nameless.has(receiver) ? "" : destination.slice(colon + 1));
  return tidy([wordFor(wordsOf(locale).receiver, receiver), place].filter(Boolean).join(" "), placeMaxUnits);
}

/** Why a delivery did not succeed; a reason of a later version is shown as it is. */
export function deliveryReason(reason: string, locale: Locale): string {
  return tidy(wordFor(wordsOf(locale).delivery, reason), placeMaxUnits);
}

/** A sender as people know it: `Alertmanager`, for `alertmanager` or `source:alertmanager`. */
export function senderName(source: string, locale: Locale): string {
  return tidy(wordFor(wordsOf(locale).sender, source.replace(/^source:/, "")), placeMaxUnits);
}
