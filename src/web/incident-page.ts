import { html, raw } from "hono/html";
import { isActionId } from "../incident/actions/action-ids.ts";
import { drawCard, reasonWords } from "../incident/draw.ts";
import { handlerIds } from "../incident/handler-ids.ts";
import { type Incident, isOpen } from "../incident/incident.ts";
import type { PolicyPlace } from "../incident/judgement.ts";
import { humanId, type IncidentView } from "../incident/view.ts";
import { deskWordsOf } from "../words/desk.ts";
import { duration } from "../words/figures.ts";
import { wordsOf } from "../words/words.ts";
import { actionSections } from "./action-sections.ts";
import { actButtons } from "./acts.ts";
import { alertTable, type CountedRow } from "./alert-table.ts";
import { journalList } from "./journal-list.ts";
import { lineOf } from "./line.ts";
import { type Markup, momentOf } from "./moment.ts";
import { peopleSection } from "./people-section.ts";
import type { ReadJournal } from "./read-journal.ts";
import { toldTable } from "./told-table.ts";
import { linkTo, type Visit } from "./visit.ts";

/** One incident: its card, what changed before it and what is done about it, why it is as bad as it is, who was told, what is due, its alerts, its journal. */
export function incidentPage(
  visit: Visit,
  view: IncidentView,
  alerts: readonly CountedRow[],
  journal: ReadJournal,
  lastToldAt: ReadonlyMap<string, number>,
  refused?: string,
): Markup {
  return html`<p class="back"><a href="${linkTo(visit, "/")}">← ${visit.words.back}</a></p>
${noticeOf(visit, view, refused)}
${cardSection(visit, view)}
${actionSections(visit, view.incident)}
<div class="columns">
${reasonSection(visit, view.incident)}
${peopleSection(visit, view.incident)}
${deadlineSection(visit, view.incident)}
</div>
${toldTable(visit, view.incident, lastToldAt)}
${alertTable(visit, view.incident, alerts)}
${journalList(visit, view.incident, journal)}`;
}

/** What the last press came to; the words of one that was done are ours, never the address's. */
function noticeOf(
  { locale, query }: Visit,
  { number, incident }: IncidentView,
  refused: string | undefined,
): Markup | string {
  if (refused !== undefined) return html`<p class="notice refused" role="alert">${refused}</p>`;
  const done = handlerIds.find((one) => one === query.done);
  if (done === undefined) return "";
  const words = deskWordsOf(locale);
  const isAsked = isActionId(done) && incident.runs?.at(-1)?.state === "asked";
  const said = isAsked ? words.askedFor : words.done[done];
  return html`<p class="notice" role="status">${said(humanId(number))}</p>`;
}

function cardSection(visit: Visit, view: IncidentView): Markup {
  const card = drawCard(view, visit.locale);
  const [headline = [], ...lines] = card.lines;
  const links = card.links.filter(({ url }) => url !== view.dashboard);
  return html`<article class="card ${card.tone}">
<h1>${lineOf(headline, visit)}</h1>
${lines.map((line) => html`<p>${lineOf(line, visit)}</p>`)}
<footer>${links.map(({ text, url }) => html`<a href="${url}" rel="noreferrer">${text}</a>`)}<span class="id">${card.id}</span></footer>
</article>
${actButtons(visit, card)}`;
}

function reasonSection({ words, locale }: Visit, incident: Incident): Markup {
  const { severity } = wordsOf(locale);
  const { severityReason: reason, worst, policyHash } = incident;
  const place = "place" in reason ? placeOf(words.place, reason.place) : "";
  return html`<section>
<h2>${words.why(severity[incident.severity])}</h2>
<p>${reasonWords(reason, locale)}.</p>
${worst === incident.severity ? "" : html`<p>${words.worst(severity[worst])}</p>`}
<p class="note">${[place, words.policy(policyHash)].filter(Boolean).join(" · ")}</p>
</section>`;
}

/** Where in the policy a rule stands: `policies/default.yaml, line 23`. */
export function placeOf(say: (file: string, line: number) => string, place: PolicyPlace | undefined): string {
  return place === undefined ? "" : say(place.file, place.line);
}

function deadlineSection(visit: Visit, incident: Incident): Markup | string {
  const { words, locale, now } = visit;
  const { deadlines } = incident;
  if (deadlines.length === 0) return "";
  const { deadline, severity } = wordsOf(locale);
  const left = (dueAt: number) =>
    dueAt >= now
      ? words.remaining(duration(dueAt - now, locale))
      : (isOpen(incident) ? words.overdue : words.passed)(duration(now - dueAt, locale));
  const still = incident.silenced ? html`<p class="note">${words.deadlinesStill}</p>` : "";
  return html`<section>
<h2>${words.deadlines}</h2>${still}
<ul class="due">${deadlines
    .toSorted((a, b) => a.dueAt - b.dueAt)
    .map(
      (one) =>
        html`<li${one.dueAt < now && isOpen(incident) ? raw(' class="late"') : ""}><b>${deadline[one.kind]}</b> <span>${momentOf(one.dueAt, visit)} <span class="note">${left(one.dueAt)} · ${words.deadlineFor(severity[one.severity])}</span></span></li>`,
    )}</ul>
</section>`;
}
