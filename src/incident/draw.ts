import type { Locale } from "../words/locale.ts";
import type { Card, CardLine, StoryLine } from "./card.ts";
import { entryWords } from "./draw/entry.ts";
import { notificationOf, toneOf } from "./draw/headline.ts";
import { toLine } from "./draw/line.ts";
import { linesOf } from "./draw/lines.ts";
import { linksOf } from "./draw/links.ts";
import { storyOf } from "./draw/story.ts";
import type { JournalEntry } from "./journal.ts";
import { leadNow } from "./lead.ts";
import { humanId, type IncidentView } from "./view.ts";

export { isUnpaged } from "./draw/deliveries.ts";
export { environmentOf, titleOf, toneOf } from "./draw/headline.ts";
export { lineText } from "./draw/line.ts";
export { webAddress } from "./draw/links.ts";
export { deliveryReason, placeName, senderName } from "./draw/places.ts";
export { reasonWords } from "./draw/reason.ts";
export { tidy } from "./draw/tidy.ts";

/** Draws the incident message of `cards.md` in one language. The same view gives the same card, letter by letter. */
export function drawCard(view: IncidentView, locale: Locale): Card {
  const now = withLeadNow(view);
  return {
    tone: toneOf(now.incident),
    notification: notificationOf(now, locale),
    lines: linesOf(now, locale).map((line) => toLine(line, now.incident.openedAt)),
    links: linksOf(now, locale),
    id: humanId(now.number),
  };
}

/** The thread's entries after journal entry `afterSeq`, oldest first. */
export function drawStory(view: IncidentView, afterSeq: number, locale: Locale): readonly StoryLine[] {
  return storyOf(withLeadNow(view), afterSeq, locale);
}

/**
 * The whole story in one line of plain text (cards 1), at most 300 UTF-16 units; also the summary at PagerDuty and Jira:
 * `URGENT prod credit-scoring: accuracy 0.846, was 0.950 (10.9 % worse), v8`.
 */
export function notificationLine(view: IncidentView, locale: Locale): string {
  return notificationOf(withLeadNow(view), locale);
}

function withLeadNow(view: IncidentView): IncidentView {
  return { ...view, incident: { ...view.incident, lead: leadNow(view.incident, view.alerts) } };
}

/** One journal entry as a sentence; one of a later version is told by its kind alone. */
export function drawEntry(entry: JournalEntry, locale: Locale): CardLine {
  return toLine(entryWords(entry, locale), entry.at);
}
