import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What stands between `<` and `>`, a pair of formatting marks, or anything up to the next of them. */
const token =
  /<(?<control>[^<>]*)>|\*(?<bold>[^*\n]+)\*|_(?<italic>[^_\n]+)_|`(?<code>[^`\n]+)`|(?<text>[^<*_`]+|.)/gsu;

/**
 * Draws Slack's own markup: links, mentions, dates, bold, italic, code.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text (2026-11-20)
 */
export function drawMrkdwn(text: string): Html {
  const pieces = [...text.matchAll(token)].map(({ groups = {} }): Html => {
    const { control, bold, italic, code } = groups;
    if (control !== undefined) return drawControl(control);
    if (bold !== undefined) return html`<b>${unescaped(bold)}</b>`;
    if (italic !== undefined) return html`<i>${unescaped(italic)}</i>`;
    return code === undefined ? html`${unescaped(groups.text ?? "")}` : html`<code>${unescaped(code)}</code>`;
  });
  return html`${pieces}`;
}

function drawControl(control: string): Html {
  const [target = "", label = ""] = control.split("|");
  const date = /^!date\^(?<unix>\d{1,12})\^(?<format>[^^]*)/.exec(target)?.groups;
  if (date) return drawDate(Number(date.unix), date.format ?? "");
  if (/^https?:\/\//.test(target)) {
    return html`<a href="${unescaped(target)}" rel="noopener noreferrer">${unescaped(label || target)}</a>`;
  }
  return html`<mark>@${target.replace(/^[@!#](subteam\^)?/, "")}</mark>`;
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/**
 * A date token, in UTC because the sandbox does not know its reader.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#date-formatting (2026-11-20)
 */
export function drawDate(unixSec: number, format: string): Html {
  const at = new Date(Math.min(Math.max(unixSec, 0), 8.64e12) * 1000);
  const iso = at.toISOString();
  const shown = format.replace(/\{(?<token>\w+)\}/g, (whole, name: string) => {
    if (name === "time" || name === "time_secs") return iso.slice(11, name === "time" ? 16 : 19);
    return name.startsWith("date") ? iso.slice(0, 10) : whole;
  });
  return html`<time datetime="${iso}">${shown}</time>`;
}
