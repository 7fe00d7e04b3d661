import { html } from "hono/html";
import { tidy } from "../incident/draw.ts";
import type { AlertRow, Incident } from "../incident/incident.ts";
import { figure, whole } from "../words/figures.ts";
import { wordsOf } from "../words/words.ts";
import { type Markup, momentOf } from "./moment.ts";
import type { Visit } from "./visit.ts";

const textMaxUnits = 300;

/** An alert row as the store gives it, with the times it was received. */
export type CountedRow = AlertRow & { readonly received: number };

/** The incident's alerts, firing first, each with its labels. */
export function alertTable(visit: Visit, incident: Incident, rows: readonly CountedRow[]): Markup | string {
  const { words } = visit;
  if (rows.length === 0) return "";
  const note = words.alertsShown(rows.length, incident.firing + incident.resolved);
  return html`<section><h2>${words.alerts}</h2>
<table class="alerts">
<thead><tr><th scope="col">${words.alert}</th><th scope="col">${words.state}</th><th scope="col">${words.severity}</th><th scope="col">${words.since}</th><th scope="col">${words.until}</th><th scope="col" class="n">${words.reported}</th></tr></thead>
<tbody>${rows.map((one) => row(visit, one))}</tbody>
</table>
${note === "" ? "" : html`<p class="note">${note}</p>`}</section>`;
}

function row(visit: Visit, { alert, status, severity, received, lastChangedAt }: CountedRow): Markup {
  const { words, locale } = visit;
  const { measurement } = alert;
  const value = measurement?.value === undefined ? "" : ` ${figure(measurement.value, [], locale)}`;
  const labels = Object.entries(alert.labels).filter(([name]) => name !== "alertname");
  const { severity: levels, card } = wordsOf(locale);
  const isOver = status === "resolved";
  // A series that recovers says no end of its own.
  const endedAt = alert.endsAt ?? (isOver ? lastChangedAt : undefined);
  return html`<tr class="${isOver ? "resolved" : severity}">
<td class="name"><b>${tidy(alert.name, textMaxUnits)}</b>${value}<ul class="labels" aria-label="${words.labels}">${labels.map(([name, text]) => html`<li><span>${tidy(name, textMaxUnits)}</span>=${tidy(text, textMaxUnits)}</li>`)}</ul></td>
<td class="state">${words.status[status]}</td>
<td class="sev"><span>${isOver ? card.wasSeverity(levels[severity]) : levels[severity]}</span></td>
<td data-label="${words.since}">${momentOf(alert.startsAt, visit)}</td>
<td data-label="${words.until}">${endedAt === undefined ? "–" : momentOf(endedAt, visit)}</td>
<td class="n">${whole(received, locale)}<span class="unit"> ×</span></td>
</tr>`;
}
