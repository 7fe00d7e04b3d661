import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Locale } from "../../words/locale.ts";
import { pagerDutyPicture } from "../../words/two-ways.ts";
import { sandboxPeople } from "../people.ts";
import type { SandboxChange } from "./change-events.ts";
import type { PageChange } from "./changes.ts";
import type { SandboxPage } from "./incidents.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const shownMax = 100;

/**
 * What PagerDuty's incident list would show, newest first, then the recent changes.
 *
 * @param press where its buttons lead; absent: it has none
 */
export function drawPages(
  pages: readonly SandboxPage[],
  changes: readonly SandboxChange[],
  locale: Locale,
  press: string | undefined,
): Html {
  const drawn = pages
    .slice(0, shownMax)
    .map((page) => drawPage(page, press === undefined ? undefined : buttons(page, locale, press)));
  const beside = changes.length === 0 ? "" : drawChanges(changes.slice(0, shownMax), locale);
  return html`${drawn.length === 0 ? html`<p>—</p>` : drawn}${beside}`;
}

/** As the "Recent Changes" beside an incident. */
function drawChanges(changes: readonly SandboxChange[], locale: Locale): Html {
  const drawChange = ({ summary, at, source, custom_details: details, links }: SandboxChange) =>
    html`<li>${time(at)} <strong>${summary}</strong> · ${source ?? ""}${links.map(({ href, text }) => html` · ${link(href, text ?? href)}`)}
${table(details)}</li>`;
  return html`<section class="changes"><h3>${pagerDutyPicture.changes[locale]}</h3><ul>${changes.map(drawChange)}</ul></section>`;
}

function table(details: Readonly<Record<string, unknown>>): Html {
  return html`<table>${Object.entries(details).map(
    ([name, value]) =>
      html`<tr><th>${name}</th><td>${typeof value === "string" ? value : JSON.stringify(value)}</td></tr>`,
  )}</table>`;
}

/** The buttons that an incident has as it stands. */
function buttons({ number, status }: SandboxPage, locale: Locale, press: string): Html {
  const offered: readonly PageChange[] = status === "resolved" ? [] : [...always, ...more[status]];
  const words = pagerDutyPicture;
  const button = (change: PageChange) =>
    html`<button name="change" value="${change}">${words[change][locale]}</button> `;
  return html`<form method="post" action="${press}"><input type="hidden" name="number" value="${number}">
<label>${words.as[locale]} <select name="person">${sandboxPeople.map(({ pagerduty, name }) => html`<option value="${pagerduty}">${name}</option>`)}</select></label>
${offered.map(button)}<input name="text" aria-label="${words.note[locale]}"> ${button("note")}</form>`;
}

const always = ["resolve", "reassign", "escalate", "reply", "lapse"] as const;
const more = { triggered: ["acknowledge"], acknowledged: ["acknowledge", "unacknowledge"] } as const;

function drawPage(page: SandboxPage, pressing: Html | undefined): Html {
  const { number, service, dedupKey, status, createdAt, event, log, notes } = page;
  const { payload, links = [], client, client_url: clientUrl } = event;
  return html`<article class="page ${status}" data-dedup-key="${dedupKey}">
<h3>[#${number}] ${payload?.summary ?? dedupKey}</h3>
<p><strong>${status.toUpperCase()}</strong> · ${payload?.severity ?? ""} · ${payload?.source ?? ""} · service ${service} · ${time(createdAt)}</p>
${table(payload?.custom_details ?? {})}
<p>${links.map(({ href, text }) => html`${link(href, text ?? href)} · `)}${clientUrl ? link(clientUrl, client ?? clientUrl) : (client ?? "")}</p>
<ol>${log.map(({ at, action, summary, by }) => html`<li>${time(at)} ${action} ${summary} ${by ?? ""}</li>`)}</ol>
<ul>${notes.map(({ at, content }) => html`<li>${time(at)} ${content}</li>`)}</ul>
${pressing}
</article>`;
}

/** PagerDuty links what it was given; only http(s) is worth a click here. */
function link(href: string, text: string): Html {
  return /^https?:\/\//i.test(href) ? html`<a href="${href}" rel="noreferrer">${text}</a>` : html`${text}`;
}

function time(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}
