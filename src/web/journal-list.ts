import { html } from "hono/html";
import { drawEntry, personName } from "../incident/draw.ts";
import type { Incident } from "../incident/incident.ts";
import type { JournalEntry } from "../incident/journal.ts";
import { lineOf } from "./line.ts";
import { type Markup, momentOf } from "./moment.ts";
import type { ReadJournal } from "./read-journal.ts";
import { linkTo, type Visit } from "./visit.ts";

/** The journal shows so many entries at first; the rest is a click away. */
const shownMax = 200;

/** The journal, newest first, each entry as a sentence with its raw data, and whether its chain holds. */
export function journalList(visit: Visit, incident: Incident, { entries, chain }: ReadJournal): Markup {
  const { words } = visit;
  const shown = visit.query.journal === "all" ? entries : entries.slice(-shownMax);
  const rest =
    shown.length < entries.length
      ? html`<p class="note">${words.entriesShown(shown.length, entries.length)} <a href="${linkTo(visit, visit.path, { journal: "all" })}#journal">${words.showAll}</a></p>`
      : "";
  return html`<section id="journal"><h2>${words.journal} ${chainMark(visit, entries.length, chain)}</h2>
<ol class="journal" reversed>${shown.toReversed().map((entry) => item(visit, incident, entry))}</ol>
${rest}</section>`;
}

function chainMark({ words }: Visit, length: number, chain: ReadJournal["chain"]): Markup {
  if (chain.kind === "broken") return html`<span class="chain bad">✗ ${words.broken(chain.seq)}</span>`;
  const said = chain.kind === "verified" ? words.verified(length) : words.unverified(length);
  return html`<span class="chain">✓ ${said}</span>`;
}

function item(visit: Visit, { owed, names, runs }: Incident, entry: JournalEntry): Markup {
  const { words, locale } = visit;
  return html`<li>
<span class="seq">${entry.seq}</span> <span class="at">${momentOf(entry.at, visit)}</span> <span class="said">${lineOf(drawEntry(entry, locale, owed, names, runs), visit)} <span class="who">${personName(entry.actor, names, locale)}</span></span>
<details><summary>${words.raw}</summary><pre>${JSON.stringify({ kind: entry.kind, data: entry.data, hash: entry.hash }, null, 2)}</pre></details>
</li>`;
}
