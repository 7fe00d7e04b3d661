import { html, raw } from "hono/html";
import type { AutomationState } from "../incident/actions/automation-state.ts";
import { personName } from "../incident/draw.ts";
import { automationWordsOf } from "../words/automation.ts";
import { locales } from "../words/locale.ts";
import { utc } from "../words/moments.ts";
import { shadowWordsOf } from "../words/shadow.ts";
import { wordFor, wordsOf } from "../words/words.ts";
import { isoOf, type Markup } from "./moment.ts";
import { css } from "./style.ts";
import { linkTo, type Visit } from "./visit.ts";

export type Frame = {
  readonly title: string;
  /** Vendors that the sandbox stands in for, by their folder names; none when everything is real. */
  readonly sandboxed: readonly string[];
  readonly automation: AutomationState;
  readonly refreshSec?: number;
};

/** Vigie's mark: an eye over the horizon, drawn inline because the policy lets nothing be loaded. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 9a7 7 0 0 1 14 0' fill='none' stroke='%23c2410c' stroke-width='2'/%3E%3Ccircle cx='8' cy='9' r='2.5' fill='%23c2410c'/%3E%3C/svg%3E";

/** The page around what it is about. */
export function layout(visit: Visit, { title, sandboxed, automation, refreshSec }: Frame, main: Markup): Markup {
  const { words, locale } = visit;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${refreshSec === undefined ? "" : html`<meta http-equiv="refresh" content="${refreshSec}">`}
<title>${title}</title>
<link rel="icon" href="${raw(icon)}">
<style>${raw(css)}</style>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
${sandboxed.length === 0 ? "" : sandboxStrip(visit, sandboxed)}
${automationStrip(visit, automation)}
<header class="top">
<a class="brand" href="${linkTo(visit, "/")}"><span class="eye" aria-hidden="true"></span>Vigie</a>
<nav class="pages"><a href="${linkTo(visit, "/shadow")}">${shadowWordsOf(locale).title}</a> <a href="${linkTo(visit, "/report")}">${words.report}</a></nav>
<p class="clock"><span>${words.utc} · </span><time datetime="${isoOf(visit.now)}">${words.asOf(utc(visit.now, "time", locale))}</time></p>
<nav class="lang" aria-label="${words.language}">${locales.map((one) => languageLink(visit, one))}</nav>
</header>
<main id="main">
${main}
</main>
</body>
</html>`;
}

function sandboxStrip({ words, locale }: Visit, vendors: readonly string[]): Markup {
  const names = wordsOf(locale).and(vendors.map((vendor) => wordFor(wordsOf(locale).receiver, vendor)));
  return html`<p class="sandbox" role="status">${words.sandbox(names)} <a href="/sandbox">${words.sandboxLook}</a></p>`;
}

/** Only while it is off (U-06). */
function automationStrip({ locale }: Visit, { is, said }: AutomationState): Markup | string {
  if (is === "on" || said === undefined) return "";
  const text = automationWordsOf(locale).strip(said.by.name ?? personName(said.by.id, undefined, locale), said.at);
  return html`<p class="switched-off" role="status">${text}</p>`;
}

function languageLink(visit: Visit, locale: string): Markup {
  const href = `${visit.path}?${new URLSearchParams({ ...visit.query, lang: locale })}`;
  const current = locale === visit.locale;
  return html`<a href="${href}" lang="${locale}" hreflang="${locale}"${current ? raw(' aria-current="true"') : ""}>${locale.toUpperCase()}</a>`;
}
