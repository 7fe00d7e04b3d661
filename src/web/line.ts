import { html } from "hono/html";
import type { CardLine, Inline } from "../incident/card.ts";
import { utc, utcClock } from "../words/moments.ts";
import { isoOf, type Markup } from "./moment.ts";
import type { Visit } from "./visit.ts";

/** A line of a card as markup; each text is escaped, and `drawCard` gives links to http(s) alone. */
export function lineOf(line: CardLine, visit: Visit): Markup {
  const lastTime = line.findLastIndex((inline) => inline.kind === "time");
  return html`${line.map((inline, at) => inlineOf(inline, at === lastTime, visit))}`;
}

function inlineOf(inline: Inline, namesZone: boolean, { locale }: Visit): Markup | string {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "strong":
      return html`<strong>${inline.text}</strong>`;
    case "mention":
      return html`<span class="mention">${inline.mention}</span>`;
    case "time": {
      const said = (namesZone ? utc : utcClock)(inline.at, inline.style, locale);
      return html`<time datetime="${isoOf(inline.at)}">${said}</time>`;
    }
    case "link":
      return html`<a href="${inline.url}" rel="noreferrer">${inline.text}</a>`;
  }
}
