import { html } from "hono/html";
import { senderName, tidy } from "../incident/draw.ts";
import type { Incident } from "../incident/incident.ts";
import { type Markup, momentOf } from "./moment.ts";
import type { Visit } from "./visit.ts";

const whyMaxUnits = 300;

/** Who has it, who leads, who was called, and who silenced it until when; nothing while nobody did anything. */
export function peopleSection(visit: Visit, incident: Incident): Markup | string {
  const { words } = visit;
  const rows = rowsOf(visit, incident);
  if (rows.length === 0) return "";
  return html`<section>
<h2>${words.people}</h2>
<ul class="due">${rows.map(([label, said]) => html`<li><b>${label}</b> <span>${said}</span></li>`)}</ul>
</section>`;
}

function rowsOf(visit: Visit, incident: Incident): readonly (readonly [string, Markup])[] {
  const { words, locale } = visit;
  const { acknowledged, assignee, commander, experts = [], silenced, names = {} } = incident;
  const named = (id: string) => names[id] ?? senderName(id, locale);
  const since = (id: string, at: number) => html`${named(id)} <span class="note">${momentOf(at, visit)}</span>`;
  return [
    ...(acknowledged ? [[words.acknowledgedBy, since(acknowledged.by, acknowledged.at)] as const] : []),
    ...(assignee ? [[words.assignedTo, since(assignee.to, assignee.at)] as const] : []),
    ...(commander ? [[words.commander, since(commander.id, commander.at)] as const] : []),
    ...experts.map(({ group, at, joined }) => {
      const came = joined
        ? html`${named(joined.by)} <span class="note">${momentOf(joined.at, visit)}</span>`
        : html`${words.called} <span class="note">${momentOf(at, visit)}</span>`;
      return [tidy(group, whyMaxUnits), came] as const;
    }),
    ...(silenced
      ? [
          [
            words.silencedBy,
            html`${silenced.by.name ?? named(silenced.by.id)}, ${silenced.until === undefined ? words.untilResolved : html`${words.until.toLowerCase()} ${momentOf(silenced.until, visit)}`} <span class="note">${tidy(silenced.why, whyMaxUnits)}</span>`,
          ] as const,
        ]
      : []),
  ];
}
