import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { jiraPicture } from "../../words/two-ways.ts";
import { sandboxPeople } from "../people.ts";
import type { SandboxIssue } from "./issues.ts";
import { statuses } from "./project.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const node = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  attrs: z.record(z.string(), z.unknown()).optional(),
  marks: z.array(z.looseObject({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() })).optional(),
  content: z.array(z.unknown()).optional(),
});
const issueFields = z.looseObject({
  summary: z.string().catch(""),
  description: z.unknown(),
  labels: z.array(z.string()).catch([]),
  priority: z.looseObject({ name: z.string() }).nullish().catch(null),
  assignee: z.looseObject({ displayName: z.string() }).nullish().catch(null),
  resolution: z.looseObject({ name: z.string().optional() }).nullish().catch(null),
});

const shownMax = 100;

/**
 * What Jira would show of its issues, newest first.
 *
 * @param press where its buttons lead; absent: it has none
 */
export function drawIssues(issues: readonly SandboxIssue[], locale: Locale, press: string | undefined): Html {
  if (issues.length === 0) return html`<p>—</p>`;
  return html`${issues
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(0, shownMax)
    .map((issue) => drawIssue(issue, press === undefined ? undefined : buttons(issue, locale, press)))}`;
}

function buttons({ key, status }: SandboxIssue, locale: Locale, press: string): Html {
  const words = jiraPicture;
  const others = statuses.filter(({ name }) => name !== status);
  const moves = others.map(
    ({ name, transition }) => html`<button name="change" value="${transition}">${words.move[locale]} ${name}</button> `,
  );
  return html`<form method="post" action="${press}"><input type="hidden" name="issue" value="${key}">
<label>${words.as[locale]} <select name="person">${sandboxPeople.map(({ jira, name }) => html`<option value="${jira}">${name}</option>`)}</select></label>
${moves}<button name="change" value="assign">${words.assign[locale]}</button>
<button name="change" value="delete">${words.delete[locale]}</button>
<input name="text" aria-label="${words.comment[locale]}"> <button name="change" value="comment">${words.comment[locale]}</button></form>`;
}

function drawIssue(issue: SandboxIssue, pressing: Html | undefined): Html {
  const { key, type, status, fields, createdAt, comments, moves } = issue;
  const { summary, description, labels, priority, resolution, assignee } = issueFields.parse(fields);
  const facts = [status, resolution?.name, type, priority?.name, assignee?.displayName, ...labels]
    .filter(Boolean)
    .join(" · ");
  return html`<article class="issue" data-key="${key}" data-status="${status}">
<h3>${key} ${summary}</h3>
<p><strong>${facts}</strong> · ${time(createdAt)}</p>
<div>${drawDocument(description)}</div>
<ol>${comments.map(({ at, body }) => html`<li>${time(at)} ${drawDocument(body)}</li>`)}</ol>
${pressing}<p>${moves.map(({ at, to }) => html`→ ${to} ${time(at)} `)}</p>
</article>`;
}

const tags: Readonly<Record<string, (inner: Html) => Html>> = {
  paragraph: (inner) => html`<p>${inner}</p>`,
  bulletList: (inner) => html`<ul>${inner}</ul>`,
  orderedList: (inner) => html`<ol>${inner}</ol>`,
  listItem: (inner) => html`<li>${inner}</li>`,
  panel: (inner) => html`<blockquote>${inner}</blockquote>`,
  heading: (inner) => html`<h4>${inner}</h4>`,
  strong: (inner) => html`<strong>${inner}</strong>`,
  em: (inner) => html`<em>${inner}</em>`,
};

/** A document as HTML; what the picture has no drawing for is shown as its text. */
function drawDocument(document: unknown): Html {
  const read = node.safeParse(document);
  if (!read.success) return html``;
  const { type, text, marks = [], content = [] } = read.data;
  const inner = html`${text ?? ""}${content.map(drawDocument)}`;
  const drawn = tags[type]?.(inner) ?? inner;
  return marks.reduce<Html>((marked, mark) => {
    const href = mark.type === "link" ? mark.attrs?.href : undefined;
    if (typeof href === "string" && /^https?:\/\//i.test(href))
      return html`<a href="${href}" rel="noreferrer">${marked}</a>`;
    return tags[mark.type]?.(marked) ?? marked;
  }, drawn);
}

function time(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}
