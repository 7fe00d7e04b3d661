import type { CardLine, Inline } from "../../incident/card.ts";
import { senderName, titleOf, toneEmoji, toneOf } from "../../incident/draw.ts";
import type { Incident } from "../../incident/incident.ts";
import { humanId } from "../../incident/view.ts";
import type { StoredIncident } from "../../store/port.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Locale } from "../../words/locale.ts";
import { wordsOf } from "../../words/words.ts";

/** One incident in a list: how bad, what, how far, who has it, and where to read on. */
export function incidentLine(
  { incident, number }: StoredIncident,
  locale: Locale,
  publicUrl: string | undefined,
): CardLine {
  const { severity, phase } = wordsOf(locale);
  const said = [titleOf(incident, locale), phase[incident.phase], holderWords(incident, locale)].join(" · ");
  return [
    { kind: "text", text: `${toneEmoji[toneOf(incident)]} ` },
    { kind: "strong", text: severity[incident.severity] },
    { kind: "text", text: ` · ${said} · ` },
    idOf(number, publicUrl),
  ];
}

/** An incident's id, as a link where there is a place to link to. */
export function idOf(number: number, publicUrl: string | undefined): Inline {
  const id = humanId(number);
  return publicUrl === undefined
    ? { kind: "text", text: id }
    : { kind: "link", text: id, url: `${publicUrl}/incidents/${id}` };
}

function holderWords({ acknowledged, assignee, names = {} }: Incident, locale: Locale): string {
  const words = commandWordsOf(locale);
  const holder = assignee?.to ?? acknowledged?.by;
  return holder === undefined ? words.heldByNobody : words.heldBy(names[holder] ?? senderName(holder, locale));
}
