import { readFileSync } from "node:fs";
import { html } from "hono/html";
import { drawStory } from "../../../src/incident/draw.ts";
import type { AdaptiveCard } from "../../../src/receivers/teams/activity.ts";
import { renderCard, renderReply, renderRing } from "../../../src/receivers/teams/render.ts";
import type { Locale } from "../../../src/words/locale.ts";
import type { Picture } from "../../support/gallery.ts";
import { cardOf, hostFile, sdkFile } from "../referees/card-referee.ts";
import { type Figure, type Sheet, withoutLinkTo } from "./sheet.ts";

const css = `
  .card { padding: 0 } .card + .card { border-top: 1px dashed #ccc }
  .ac-actionSet { flex-wrap: wrap; row-gap: 6px } .ac-actionSet > * { overflow: visible !important }
  .ac-pushButton { font: 600 13px system-ui; padding: 5px 11px; border: 1px solid #c7c7c7; border-radius: 4px; background: #fff; color: #242424 }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff }
  .ac-pushButton.style-destructive { color: #c4314b }
  .ac-textInput, .ac-multichoiceInput { font: inherit; padding: 5px; border: 1px solid #c7c7c7; border-radius: 4px }
`;

/** Markdown as far as cards of Vigie use it: escapes, bold, links. */
const drawMarkdown = String.raw`
  const escape = (text) => text.replace(/[&<>"]/g, (c) => "&#" + c.charCodeAt(0) + ";");
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const kept = [];
    const keep = (c) => "\u0001" + (kept.push(escape(c)) - 1) + "\u0002";
    result.outputHtml = escape(text.replace(/\\([^\w\s])/g, (_all, c) => keep(c)))
      .replace(/\*\*([^*]+)\*\*/g, "<b>$1</b>")
      .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '<a href="$2">$1</a>')
      .replace(/\u0001(\d+)\u0002/g, (_all, at) => kept[at]);
    result.didProcess = true;
  };
`;

/** The library draws times in the browser's language, which headless Chromium does not choose. */
const speak = `
  for (const name of ["toLocaleTimeString", "toLocaleDateString"]) {
    const draw = Date.prototype[name];
    Date.prototype[name] = function (_locale, options) {
      return draw.call(this, document.documentElement.lang === "fr" ? "fr" : "en-GB", options);
    };
  }
`;

const draw = `
  const hostConfig = new AdaptiveCards.HostConfig(JSON.parse(document.getElementById("host").textContent));
  for (const at of document.querySelectorAll("[data-card]")) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = hostConfig;
    card.parse(JSON.parse(at.dataset.card));
    at.append(card.render());
    if (at.dataset.unfold) [...at.querySelectorAll("button")].find((one) => one.title === at.dataset.unfold)?.click();
  }
`;

/** A card, to be drawn by the library in the page; `unfold` is a button that is pressed there. */
export function cardMarkup(card: AdaptiveCard | object | undefined, unfold = ""): string {
  return String(html`<div class="card" data-card="${JSON.stringify(card)}" data-unfold="${unfold}"></div>`);
}

/** A sheet whose cards are drawn by Adaptive Cards' own library, with Microsoft's settings for Teams. */
export function adaptiveSheet(sheet: Omit<Sheet, "css" | "script">): Sheet {
  const host = readFileSync(hostFile, "utf8");
  const library = readFileSync(sdkFile, "utf8").replaceAll("</script", "<\\/script");
  const script = `<script type="application/json" id="host">${host}</script><script>${library}</script>
<script>${drawMarkdown}${speak}${draw}</script>`;
  return { ...sheet, css, script };
}

/** The cards in Teams; of one the menu is unfolded, of some the ring and the last reply are shown. */
export function teamsSheet(pictures: readonly Picture[], locale: Locale): Sheet {
  const figures = pictures.map((picture, at): Figure => {
    const { name, view } = picture;
    const card = withoutLinkTo("teams", view, locale);
    const story = drawStory(view, 0, locale);
    const ring = name === "NOT PAGED" ? story.filter(({ tells }) => tells === "rings").slice(-1) : [];
    const replies = name === "expert is here" ? story.slice(-2) : [];
    const link = "https://teams.microsoft.com/l/message/19%3Ax/1";
    const cards = [
      ...ring.map((entry) => renderRing(entry, { card, link, mention: undefined }, locale)),
      ...replies.map((entry) => renderReply(entry, locale)),
    ].map((activity) => cardMarkup(cardOf(activity)));
    const more = at === 0 ? { en: "More…", fr: "Plus…" }[locale] : "";
    return { name, body: [cardMarkup(cardOf(renderCard(card, locale)), more), ...cards].join("") };
  });
  return adaptiveSheet({ title: `Teams, ${locale}`, locale, widthPx: 1_860, columns: 3, figures });
}
