import { html } from "hono/html";
import { deliveryReason, placeName, webAddress } from "../incident/draw.ts";
import type { DestinationStanding, Incident } from "../incident/incident.ts";
import type { Owed } from "../incident/judgement.ts";
import { utcClock } from "../words/moments.ts";
import { wordsOf } from "../words/words.ts";
import { type Markup, momentOf } from "./moment.ts";
import { linkTo, type Visit } from "./visit.ts";

/**
 * Who was told what, when, and by which rule of the policy.
 *
 * @param lastToldAt by destination, in milliseconds, of those whose messages are edited
 */
export function toldTable(
  visit: Visit,
  { owed, standing, shadow = [] }: Incident,
  lastToldAt: ReadonlyMap<string, number>,
): Markup {
  const { words } = visit;
  const standingOf = (id: string): DestinationStanding => {
    const stands = standing[id] ?? { state: "waiting" };
    const at = lastToldAt.get(id);
    return at === undefined ? stands : { ...stands, lastToldAt: at };
  };
  const body =
    owed.length === 0
      ? toldNobody(visit, shadow)
      : html`<table class="told">
<thead><tr><th scope="col">${words.destination}</th><th scope="col">${words.state}</th><th scope="col">${words.firstTold}</th><th scope="col">${words.lastTold}</th><th scope="col">${words.because}</th></tr></thead>
<tbody>${owed.map((one) => row(visit, one, owed, standingOf(one.id)))}</tbody>
</table>`;
  return html`<section><h2>${words.told}</h2>${body}</section>`;
}

function toldNobody(visit: Visit, shadow: readonly Owed[]): Markup {
  const { words, locale } = visit;
  if (shadow.length === 0) return html`<p>${words.toldNobody}</p>`;
  const places = shadow.map(({ id }) => placeName(id, undefined, locale, shadow));
  return html`<p>${words.toldShadow(places)} <a href="${linkTo(visit, "/shadow")}">${words.compare}</a></p>`;
}

function waitsWords({ words, locale }: Visit, opensAt: number): string {
  return Number.isFinite(opensAt) ? words.waitsUntil(utcClock(opensAt, "date-time", locale)) : words.waitsForEver;
}

function row(visit: Visit, owed: Owed, among: readonly Owed[], standing: DestinationStanding): Markup {
  const { words, locale } = visit;
  const { severity } = wordsOf(locale);
  const { state, reason, detail, pageNo, firstToldAt, lastToldAt, link, label, opensAt } = standing;
  const said = [
    opensAt === undefined ? words.standing[state] : waitsWords(visit, opensAt),
    reason === undefined || state === "told" ? "" : deliveryReason(reason, locale, detail),
    pageNo === undefined ? "" : words.paged(pageNo),
  ];
  const url = link === undefined ? null : webAddress(link);
  const name = placeName(owed.id, undefined, locale, among);
  const rule = owed.told === "fallback" ? words.fallbackRule : words.rule(owed.told, severity[owed.at], owed.team);
  const place = owed.place === undefined ? "" : words.place(owed.place.file, owed.place.line);
  return html`<tr class="is-${state}">
<td class="where">${url === null ? name : html`<a href="${url}" rel="noreferrer">${name}${label === undefined || name.includes(label) ? "" : ` · ${label}`}</a>`}</td>
<td class="state">${said.filter(Boolean).join(" · ")}</td>
<td data-label="${words.firstTold}">${firstToldAt === undefined ? "–" : momentOf(firstToldAt, visit)}</td>
<td data-label="${words.lastTold}">${lastToldAt === undefined ? "–" : momentOf(lastToldAt, visit)}</td>
<td class="why">${rule} <span class="note">${place}</span></td>
</tr>`;
}
