import { html, raw } from "hono/html";
import { compareSeverity, severities } from "../alert/severity.ts";
import { beganAt } from "../incident/began-at.ts";
import { environmentOf, isUnpaged, shadowWords, titleOf, toneOf } from "../incident/draw.ts";
import { type Incident, isOpen, lasts } from "../incident/incident.ts";
import { humanId } from "../incident/view.ts";
import type { IncidentPage, StoredIncident } from "../store/port.ts";
import { duration, whole } from "../words/figures.ts";
import { wordsOf } from "../words/words.ts";
import { acknowledgeAllForm } from "./acts.ts";
import type { Filter } from "./filter.ts";
import { type Markup, momentOf } from "./moment.ts";
import type { Tally } from "./survey.ts";
import { linkTo, type Visit } from "./visit.ts";

/** How often a page that was asked to refreshes itself. */
export const refreshSec = 30;

/** The dashboard's list: counts that filter, then what is open, the worst first, then what is over. */
export function incidentList(visit: Visit, filter: Filter, tally: Tally, page: IncidentPage): Markup {
  return html`<h1 class="sr">${visit.words.title}</h1>
${counts(visit, filter, tally)}
${emptyNote(visit, filter, page)}
${page.incidents.length === 0 ? "" : incidentTable(visit, page.incidents)}
${pager(visit, page)}
${acknowledgeAllForm(
  visit,
  page.incidents.map(({ incident }) => incident),
)}`;
}

function counts(visit: Visit, filter: Filter, tally: Tally): Markup {
  const { words, locale } = visit;
  const { severity } = wordsOf(locale);
  const chip = (kind: string, count: number, label: string, query: Filter): Markup => {
    const current = query.severity === filter.severity && query.phase === filter.phase;
    const href = linkTo(visit, "/", { ...query, refresh: visit.query.refresh });
    const classes = `chip ${kind}${count === 0 ? " none" : ""}`;
    return html`<a class="${classes}" href="${href}"${current ? raw(' aria-current="page"') : ""}><b>${whole(count, locale)}</b> ${label}</a>`;
  };
  const all = Object.values(tally.open).reduce((sum, count) => sum + count, tally.over);
  return html`<nav class="counts" aria-label="${words.filter}">
${severities.toReversed().map((one) => chip(one, tally.open[one], severity[one], { severity: one, phase: "open" }))}
${chip("resolved", tally.over, words.over, { phase: "over" })}
${chip("all", all, words.all, {})}
</nav>
${tally.countedOnly === undefined ? "" : html`<p class="note">${words.newestOnly(tally.countedOnly)}</p>`}`;
}

function incidentTable(visit: Visit, incidents: readonly StoredIncident[]): Markup {
  const { words } = visit;
  const open = incidents
    .filter(({ incident }) => isOpen(incident))
    .toSorted((a, b) => compareSeverity(b.incident.severity, a.incident.severity));
  const over = incidents.filter(({ incident }) => !isOpen(incident));
  const heads = [words.severity, words.incident, words.environment, words.phase, words.alerts];
  return html`<table class="list">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}<th scope="col" class="n">${words.reported}</th><th scope="col">${words.since}</th><th scope="col">${words.updatedAt}</th><th scope="col">${words.id}</th></tr></thead>
${open.length > 0 ? rows(visit, words.open, open) : ""}
${over.length > 0 ? rows(visit, words.over, over) : ""}
</table>`;
}

function rows(visit: Visit, title: string, incidents: readonly StoredIncident[]): Markup {
  return html`<tbody>
<tr class="group"><th scope="rowgroup" colspan="9">${title}</th></tr>
${incidents.map((stored) => row(visit, stored))}
</tbody>`;
}

function row(visit: Visit, { incident, number, received }: StoredIncident): Markup {
  const { words, locale } = visit;
  const { severity, phase, card } = wordsOf(locale);
  const id = humanId(number);
  const alarm = lasts(incident) && isUnpaged(incident) ? html` <strong class="alarm">${card.notPaged}</strong>` : "";
  const would = shadowWords(incident, locale);
  const note = would === "" ? "" : html` <a class="note" href="${linkTo(visit, "/shadow")}">${would}</a>`;
  return html`<tr class="${toneOf(incident)}">
<td class="sev"><span>${severity[incident.severity]}</span></td>
<td class="what"><a href="${linkTo(visit, `/incidents/${id}`)}">${titleOf(incident, locale)}</a>${alarm}${note}</td>
<td class="env">${environmentOf(incident, locale)}</td>
<td class="phase">${phase[incident.phase]}</td>
<td class="count">${words.firing(incident.firing, incident.firing + incident.resolved)}</td>
<td class="n">${whole(received, locale)}<span class="unit"> ×</span></td>
<td class="opened">${momentOf(beganAt(incident), visit)} <span class="age">${ageOf(incident, visit)}</span></td>
<td class="updated">${momentOf(incident.updatedAt, visit)}</td>
<td class="id">${id}</td>
</tr>`;
}

/** How long it has been open, or how long it took. */
function ageOf(incident: Incident, { words, locale, now }: Visit): string {
  if (isOpen(incident)) return words.age(duration(now - beganAt(incident), locale));
  return words.took(duration((incident.resolvedAt ?? incident.closedAt ?? now) - beganAt(incident), locale));
}

function emptyNote({ words }: Visit, { severity, phase }: Filter, { incidents }: IncidentPage): Markup | string {
  const isFiltered = severity !== undefined || phase !== undefined;
  if (incidents.length === 0) return html`<p class="calm">${isFiltered ? words.nothingFound : words.nothingYet}</p>`;
  const isCalm = !isFiltered && !incidents.some(({ incident }) => isOpen(incident));
  return isCalm ? html`<p class="calm">${words.nothingOpen}</p>` : "";
}

function pager(visit: Visit, { next }: IncidentPage): Markup {
  const { words, query } = visit;
  const { severity, phase, cursor, refresh } = query;
  const isFirst = cursor === undefined;
  const newest = isFirst ? "" : html`<a href="${linkTo(visit, "/", { severity, phase })}">← ${words.newest}</a>`;
  const older =
    next === null ? "" : html`<a href="${linkTo(visit, "/", { severity, phase, cursor: next })}">${words.older} →</a>`;
  const again = refresh === undefined ? "on" : undefined;
  const refreshes = isFirst
    ? html`<a class="quiet" href="${linkTo(visit, "/", { severity, phase, refresh: again })}" ${refresh === undefined ? "" : raw('aria-current="true"')}>${refresh === undefined ? words.refresh : words.refreshing}</a>`
    : "";
  return html`<nav class="pager">${newest}${older}${refreshes}</nav>`;
}
