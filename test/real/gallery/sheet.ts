import { html, raw } from "hono/html";
import type { Card } from "../../../src/incident/card.ts";
import { drawCard } from "../../../src/incident/draw.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { Locale } from "../../../src/words/locale.ts";

/** The card as one receiver shows it: no message links to itself. */
export function withoutLinkTo(receiver: string, view: IncidentView, locale: Locale): Card {
  const { standing, owed } = view.incident;
  const own = owed.filter((one) => one.receiver === receiver).map(({ id }) => standing[id]?.link);
  const card = drawCard(view, locale);
  return { ...card, links: card.links.filter(({ url }) => !own.includes(url)) };
}

/** One picture of a sheet, under its name; its body is markup. */
export type Figure = { readonly name: string; readonly body: string };

/** Figures beside each other, so wide in CSS pixels altogether, in so many columns. */
export type Sheet = {
  readonly title: string;
  readonly locale: Locale;
  readonly widthPx: number;
  readonly columns: number;
  readonly figures: readonly Figure[];
  readonly css?: string;
  /** What draws the figures, where they are not markup yet. */
  readonly script?: string;
};

const css = `
  body { margin: 0; padding: 16px; background: #f4f4f6; font: 13px/1.4 system-ui, sans-serif }
  h1 { font-size: 20px; margin: 0 0 12px } main { column-gap: 14px }
  figure { break-inside: avoid; margin: 0 0 14px; background: #fff; border: 1px solid #ddd; border-radius: 6px; overflow: hidden }
  figcaption { background: #35363a; color: #fff; font-weight: 600; padding: 3px 10px }
`;

/** Writes a sheet as a page that says in `data-height` how high it is. */
export function pageOf({ title, locale, columns, figures, css: more = "", script = "" }: Sheet): string {
  const drawn = figures.map(({ name, body }) => html`<figure><figcaption>${name}</figcaption>${raw(body)}</figure>`);
  const measure = "document.body.dataset.height = String(document.documentElement.scrollHeight)";
  return `<!doctype html>${html`<html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title>
<style>${raw(css)}main { columns: ${columns} }${raw(more)}</style></head>
<body><h1>${title}</h1><main>${drawn}</main>${raw(script)}<script>${raw(measure)}</script></body></html>`}`;
}
