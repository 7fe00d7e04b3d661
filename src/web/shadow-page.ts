import { html } from "hono/html";
import { placeName, titleOf, toneOf } from "../incident/draw.ts";
import type { Incident } from "../incident/incident.ts";
import type { Owed } from "../incident/judgement.ts";
import { type ShadowTotal, shadowTotals, type WouldTell } from "../incident/shadow-comparison.ts";
import { humanId } from "../incident/view.ts";
import type { ShadowedIncident, ShadowRead } from "../store/read-shadow.ts";
import { whole } from "../words/figures.ts";
import { type ShadowWords, shadowWordsOf } from "../words/shadow.ts";
import { wordsOf } from "../words/words.ts";
import { type Markup, momentOf } from "./moment.ts";
import { linkTo, type Visit } from "./visit.ts";

/** What routes in shadow would have told, beside what was told: by destination, then by incident (behaviour 9). */
export function shadowPage(visit: Visit, { incidents, newestOnly }: ShadowRead): Markup {
  const words = shadowWordsOf(visit.locale);
  const totals = shadowTotals(incidents);
  return html`<p class="back"><a href="${linkTo(visit, "/")}">← ${visit.words.back}</a></p>
<h1>${words.title}</h1>
<p>${words.intro}</p>
${newestOnly === undefined ? "" : html`<p class="note">${words.newestOnly(newestOnly)}</p>`}
${incidents.length === 0 ? html`<p class="calm">${words.none}</p>` : html`${totalsTable(visit, words, totals)}${incidentsTable(visit, words, incidents)}`}`;
}

function totalsTable({ locale }: Visit, words: ShadowWords, totals: readonly ShadowTotal[]): Markup {
  const among = totals.map(({ destination }) => destination);
  const figures = ["incidents", "moments", "pages", "told"] as const;
  return html`<section><h2>${words.totals}</h2>
<table class="shadow">
<thead><tr><th scope="col">${words.destination}</th><th scope="col">${words.team}</th>${figures.map((one) => html`<th scope="col" class="n">${words[one]}</th>`)}</tr></thead>
<tbody>${totals.map(
    (total) => html`<tr>
<td class="where">${nameOf(total.destination, among, locale)}</td>
<td data-label="${words.team}">${total.destination.team ?? "–"}</td>
${figures.map((one) => html`<td class="n" data-label="${words[one]}">${whole(total[one], locale)}</td>`)}
</tr>`,
  )}</tbody>
</table></section>`;
}

function incidentsTable(visit: Visit, words: ShadowWords, incidents: readonly ShadowedIncident[]): Markup {
  return html`<section><h2>${words.byIncident}</h2>
<table class="shadow list">
<thead><tr><th scope="col">${visit.words.severity}</th><th scope="col">${words.incident}</th><th scope="col">${words.would}</th><th scope="col">${words.was}</th><th scope="col">${visit.words.id}</th></tr></thead>
<tbody>${incidents.map((one) => row(visit, words, one))}</tbody>
</table></section>`;
}

function row(visit: Visit, words: ShadowWords, { incident, number, moments }: ShadowedIncident): Markup {
  const { locale } = visit;
  const id = humanId(number);
  return html`<tr class="${toneOf(incident)}">
<td class="sev"><span>${wordsOf(locale).severity[incident.severity]}</span></td>
<td class="what"><a href="${linkTo(visit, `/incidents/${id}`)}">${titleOf(incident, locale)}</a></td>
<td class="why" data-label="${words.would}"><ul class="would">${moments.map((one) => html`<li>${wouldLine(visit, words, one)}</li>`)}</ul></td>
<td class="why" data-label="${words.was}">${toldList(visit, words, incident)}</td>
<td class="id">${id}</td>
</tr>`;
}

function wouldLine(visit: Visit, words: ShadowWords, { at, when, would, page }: WouldTell): Markup {
  const { locale } = visit;
  const names = would.map((one) => nameOf(one, would, locale)).join(", ");
  return html`${momentOf(at, visit)} ${words.when[when]}${wordsOf(locale).colon}${names}${page ? html` <strong class="alarm">${words.page}</strong>` : ""}`;
}

function toldList(visit: Visit, words: ShadowWords, { owed, standing, adopted }: Incident): Markup {
  const told = owed.flatMap((one) => {
    const { firstToldAt, pagedAt } = standing[one.id] ?? {};
    return firstToldAt === undefined ? [] : [{ one, firstToldAt, pagedAt }];
  });
  const lines = told.map(
    ({ one, firstToldAt, pagedAt }) =>
      html`<li>${momentOf(firstToldAt, visit)} ${nameOf(one, owed, visit.locale)}${pagedAt === undefined ? "" : ` · ${words.paged}`}</li>`,
  );
  const later = adopted === undefined ? "" : html`<li>${momentOf(adopted.at, visit)} ${words.adopted}</li>`;
  if (lines.length === 0 && adopted === undefined) return html`<span class="note">${words.nobody}</span>`;
  return html`<ul class="would">${later}${lines}</ul>`;
}

function nameOf({ id }: Owed, among: readonly Owed[], locale: Visit["locale"]): string {
  return placeName(id, undefined, locale, among);
}
