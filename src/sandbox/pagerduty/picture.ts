import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { SandboxPage } from "./incidents.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const shownMax = 100;

/** What PagerDuty's incident list would show, newest first. */
export function drawPages(pages: readonly SandboxPage[]): Html {
  return pages.length === 0 ? html`<p>—</p>` : html`${pages.slice(0, shownMax).map(drawPage)}`;
}

function drawPage({ number, service, dedupKey, status, createdAt, event, log }: SandboxPage): Html {
  const { payload, links = [], client, client_url: clientUrl } = event;
  return html`<article class="page ${status}" data-dedup-key="${dedupKey}">
<h3>[#${number}] ${payload?.summary ?? dedupKey}</h3>
<p><strong>${status.toUpperCase()}</strong> · ${payload?.severity ?? ""} · ${payload?.source ?? ""} · service ${service} · ${time(createdAt)}</p>
<table>${Object.entries(payload?.custom_details ?? {}).map(
    ([name, value]) =>
      html`<tr><th>${name}</th><td>${typeof value === "string" ? value : JSON.stringify(value)}</td></tr>`,
  )}</table>
<p>${links.map(({ href, text }) => html`${link(href, text ?? href)} · `)}${clientUrl ? link(clientUrl, client ?? clientUrl) : (client ?? "")}</p>
<ol>${log.map(({ at, action, summary }) => html`<li>${time(at)} ${action} ${summary}</li>`)}</ol>
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
