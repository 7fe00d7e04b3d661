import type { Locale } from "../words/locale.ts";
import type { Run } from "./actions/run.ts";
import type { Card, CardLine, StoryLine } from "./card.ts";
import { buttonsOf } from "./draw/buttons.ts";
import { entryWords } from "./draw/entry.ts";
import { notificationOf, toneOf } from "./draw/headline.ts";
import { toLine } from "./draw/line.ts";
import { linesOf } from "./draw/lines.ts";
import { linksOf } from "./draw/links.ts";
import { storyOf } from "./draw/story.ts";
import type { JournalEntry } from "./journal.ts";
import type { Owed } from "./judgement.ts";
import { humanId, type IncidentView } from "./view.ts";

export { type ActionDetails, drawActions } from "./draw/action-details.ts";
export { buttonText } from "./draw/buttons.ts";
export { isUnpaged } from "./draw/deliveries.ts";
export { environmentOf, titleOf, toneEmoji, toneOf } from "./draw/headline.ts";
export { lineText } from "./draw/line.ts";
export { webAddress } from "./draw/links.ts";
export { deliveryReason, personName, placeName, senderName } from "./draw/places.ts";
export { reasonWords } from "./draw/reason.ts";
export { shadowWords } from "./draw/shadow.ts";
export { tidy } from "./draw/tidy.ts";

/** Draws the incident message of `cards.md` in one language. The same view gives the same card, letter by letter. */
export function drawCard(view: IncidentView, locale: Locale): Card {
  return {
    tone: toneOf(view.incident),
    notification: notificationOf(view, locale),
    ...buttonsOf(view, locale),
    about: { groupId: view.incident.groupId, uid: view.incident.uid, version: view.incident.seq },
    lines: linesOf(view, locale).map((line) => toLine(line, view.incident.openedAt)),
    links: linksOf(view, locale),
    id: humanId(view.number),
  };
}

/** The thread's entries after journal entry `afterSeq`, oldest first. */
export function drawStory(view: IncidentView, afterSeq: number, locale: Locale): readonly StoryLine[] {
  return storyOf(view, afterSeq, locale);
}

/** One journal entry as a sentence; one of a later version is told by its kind alone. `owed` as in `placeName`. */
export function drawEntry(
  entry: JournalEntry,
  locale: Locale,
  owed: readonly Owed[] = [],
  names: Readonly<Record<string, string>> = {},
  runs: readonly Run[] = [],
): CardLine {
  return toLine(entryWords(entry, locale, owed, names, runs), entry.at);
}
