import type { Locale } from "../words/locale.ts";
import type { Card, StoryLine } from "./card.ts";
import type { IncidentView } from "./view.ts";

/** Draws the incident message of `cards.md` in one language. The same view gives the same card, letter by letter. */
export function drawCard(view: IncidentView, locale: Locale): Card {
  const { incident, number } = view;
  const id = `VIG-${number}`;
  const headline = `${incident.severity.toUpperCase()} · ${incident.identity.environment} · ${incident.lead.name}`;
  return {
    tone: incident.severity,
    notification: headline,
    lines: [[{ kind: "strong", text: headline }]],
    links: view.dashboard ? [{ text: locale === "fr" ? "Tableau de bord" : "Dashboard", url: view.dashboard }] : [],
    id,
  };
}

/** The thread's entries after journal entry `afterSeq`, oldest first. */
export function drawStory(view: IncidentView, afterSeq: number, _locale: Locale): readonly StoryLine[] {
  return view.story
    .filter((entry) => entry.seq > afterSeq)
    .map((entry) => ({
      seq: entry.seq,
      line: [{ kind: "text", text: entry.kind }],
      text: entry.kind,
      rings: false,
    }));
}
