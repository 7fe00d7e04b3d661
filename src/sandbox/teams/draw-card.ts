import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { z } from "zod";
import { executeSchema } from "./caller.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const elementSchema = z.looseObject({ type: z.string() });
const elementsSchema = z.array(elementSchema).catch([]);
type Element = z.infer<typeof elementSchema>;

const textSchema = z.object({ text: z.string().catch(""), weight: z.string().optional().catch(undefined) });
const runsSchema = z.array(z.union([z.string().transform((text) => ({ text })), textSchema])).catch([]);
const openUrlSchema = z.object({ title: z.string().catch("…"), url: z.string() });

const inputSchema = z.object({
  id: z.string(),
  label: z.string().optional(),
  title: z.string().optional(),
  value: z.string().optional(),
  placeholder: z.string().optional(),
  isRequired: z.boolean().default(false),
  isMultiline: z.boolean().default(false),
  maxLength: z.int().optional(),
  choices: z.array(z.object({ title: z.string(), value: z.string() })).default([]),
});
type Input = z.infer<typeof inputSchema>;

/** Elements that Vigie draws; anything else is named, so that it is seen. */
const draw: Readonly<Record<string, (element: Element) => Html>> = {
  Container: (element) =>
    element.isVisible === false
      ? html`<details><summary>…</summary>${elements(element.items)}</details>`
      : html`<div class="container ${styleOf(element)}">${elements(element.items)}</div>`,
  TextBlock: (element) => {
    const { text, weight } = textSchema.parse(element);
    return html`<p class="${weight === "bolder" ? "bold" : ""}">${plain(text)}</p>`;
  },
  RichTextBlock: (element) => html`<p>${runsSchema.parse(element.inlines).map(run)}</p>`,
  "Input.Text": (element) => {
    const input = inputSchema.parse(element);
    const { id, value, placeholder, isMultiline, isRequired, maxLength } = input;
    return labelled(
      input,
      isMultiline
        ? html`<textarea name="${id}" maxlength="${maxLength ?? 4000}" placeholder="${placeholder ?? ""}" ${isRequired ? "required" : ""}>${value ?? ""}</textarea>`
        : html`<input name="${id}" maxlength="${maxLength ?? 4000}" value="${value ?? ""}" placeholder="${placeholder ?? ""}" ${isRequired ? "required" : ""}>`,
    );
  },
  "Input.ChoiceSet": (element) => {
    const input = inputSchema.parse(element);
    const { id, value, placeholder, isRequired, choices } = input;
    const options = choices.map(
      (one) => html`<option value="${one.value}" ${one.value === value ? "selected" : ""}>${one.title}</option>`,
    );
    const none = html`<option value="">${placeholder ?? "…"}</option>`;
    return labelled(input, html`<select name="${id}" ${isRequired ? "required" : ""}>${none}${options}</select>`);
  },
  "Input.Toggle": (element) => {
    const { id, title, value } = inputSchema.parse(element);
    return html`<p><input type="hidden" name="${id}" value="false"><label>
<input type="checkbox" name="${id}" value="true" ${value === "true" ? "checked" : ""}> ${title}</label></p>`;
  },
  ActionSet: (element) => html`<p class="actions">${elementsSchema.parse(element.actions).map(action)}</p>`,
};

/** Draws an Adaptive Card simply: what it says and where it links, not how Teams lays it out. */
export function drawAdaptiveCard(card: unknown): Html {
  const { success, data } = elementSchema.safeParse(card);
  if (!success || data.type !== "AdaptiveCard") return html`<p>(not an Adaptive Card)</p>`;
  return html`${elements(data.body)}${elementsSchema.parse(data.actions).map(action)}`;
}

function elements(list: unknown): Html[] {
  return elementsSchema.parse(list).map((element) => {
    const drawn = draw[element.type];
    return drawn ? drawn(element) : html`<p>(${element.type})</p>`;
  });
}

function run({ text, weight }: { text: string; weight?: string | undefined }): Html {
  return html`<span class="${weight === "bolder" ? "bold" : ""}">${times(text)}</span>`;
}

function labelled({ label }: Input, control: Html): Html {
  return html`<p><label>${label} ${control}</label></p>`;
}

/** A link, or a button that sends the form which the card stands in. */
function action(element: Element): Html {
  const execute = executeSchema.safeParse(element);
  if (execute.success) {
    const { title, style, associatedInputs } = execute.data;
    return html`<button class="${style === undefined ? "" : String(style)}" name="action" value="${JSON.stringify(element)}" ${associatedInputs === "none" ? "formnovalidate" : ""}>${title}</button> `;
  }
  if (element.type === "Action.ToggleVisibility") return html``;
  const { success, data } = openUrlSchema.safeParse(element);
  if (!success || !/^https?:/i.test(data.url)) return html`<span>(${element.type})</span>`;
  return html`<a href="${data.url}">${data.title}</a> `;
}

function styleOf(element: Element): string {
  return z.enum(["attention", "warning", "good", "accent", "emphasis"]).catch("emphasis").parse(element.style);
}

/** A TextBlock without its markdown: escapes undone, bold unmarked, mentions as `@name`. */
function plain(text: string): string {
  return times(
    text
      .replaceAll(/<at>(.+?)<\/at>/g, "@$1")
      .replaceAll(/\*\*(.+?)\*\*/g, "$1")
      .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1"),
  );
}

/** Teams shows the reader's own zone; the sandbox shows UTC. */
function times(text: string): string {
  return text
    .replaceAll(/\{\{DATE\((\d{4}-\d\d-\d\d)T[^)]*\)\}\}/g, "$1")
    .replaceAll(/\{\{TIME\(\d{4}-\d\d-\d\dT(\d\d:\d\d)[^)]*\)\}\}/g, "$1 UTC");
}
