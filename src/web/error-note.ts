import { html } from "hono/html";
import type { Markup } from "./moment.ts";
import { linkTo, type Visit } from "./visit.ts";

/** What went wrong, what it means, and the way back. */
export function errorNote(visit: Visit, title: string, help: string): Markup {
  return html`<section class="error"><h1>${title}</h1><p>${help}</p><p><a href="${linkTo(visit, "/")}">← ${visit.words.back}</a></p></section>`;
}
