import { html } from "hono/html";
import { type ActionDetails, drawActions, webAddress } from "../incident/draw.ts";
import type { Incident } from "../incident/incident.ts";
import { actionPageWordsOf } from "../words/action-page.ts";
import { lineOf } from "./line.ts";
import { type Markup, momentOf } from "./moment.ts";
import type { Visit } from "./visit.ts";

/** What changed before it, what could be done about it with every condition, and what was done, step by step. */
export function actionSections(visit: Visit, incident: Incident): Markup {
  const details = drawActions(incident, visit.locale);
  return html`${runSection(visit, details)}${changeSection(visit, details)}${couldSection(visit, details)}`;
}

function changeSection(visit: Visit, { changes }: ActionDetails): Markup | string {
  if (changes.length === 0) return "";
  return html`<section class="changes"><h2>${actionPageWordsOf(visit.locale).changes}</h2>
<ul class="due">${changes.map(({ at, line, url }) => html`<li><b>${momentOf(at, visit)}</b> <span>${linked(lineOf(line, visit), url)}</span></li>`)}</ul></section>`;
}

function couldSection(visit: Visit, { could, ticks }: ActionDetails): Markup | string {
  if (could.length === 0) return "";
  const words = actionPageWordsOf(visit.locale);
  const conditions =
    ticks.length === 0
      ? ""
      : html`<h3>${words.ticks}</h3>
<ul class="ticks">${ticks.map(({ ok, line }) => html`<li class="${ok ? "holds" : "fails"}">${ok ? "✓" : "✗"} ${lineOf(line, visit)}</li>`)}</ul>`;
  return html`<section class="could"><h2>${words.could}</h2>
<ul class="acts-known">${could.map(
    ({ name, suggested, line }) =>
      html`<li><b>${name}</b>${suggested ? html` <span class="note">${words.suggested}</span>` : ""}<br>${lineOf(line, visit)}</li>`,
  )}</ul>${conditions}</section>`;
}

function runSection(visit: Visit, { runs }: ActionDetails): Markup | string {
  if (runs.length === 0) return "";
  return html`<section class="runs"><h2>${actionPageWordsOf(visit.locale).runs}</h2>${runs.map(
    ({ line, steps }) => html`<p>${lineOf(line, visit)}</p>
<ol class="steps">${steps.map(
      (step) =>
        html`<li>${linked(lineOf(step.line, visit), step.link)} <span class="note">${step.state}${step.at === undefined ? "" : html`, ${momentOf(step.at, visit)}`}</span></li>`,
    )}</ol>`,
  )}</section>`;
}

/** A link to what the vendor shows of it; http(s) only. */
function linked(said: Markup, url: string | undefined): Markup {
  const safe = url === undefined ? null : webAddress(url);
  return safe === null ? said : html`<a href="${safe}" rel="noreferrer">${said}</a>`;
}
