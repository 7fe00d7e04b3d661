import { html, raw } from "hono/html";
import type { Field, Form, FormFault, Values } from "../chat/form.ts";
import type { Markup } from "../web/moment.ts";
import { linkTo, type Visit } from "../web/visit.ts";

/** What the fields of a form are called in a request, so that none is taken for a field of ours. */
export const fieldPrefix = "f.";

/** Somebody whom a person field suggests. */
export type Suggested = { readonly email: string; readonly name: string };

/** A form, what was typed before, and what was wrong with it. */
export type FormShown = {
  readonly form: Form;
  /** Where it is sent to, and where giving up leads. */
  readonly action: string;
  readonly back: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly given?: Values;
  readonly faults?: readonly FormFault[];
  /** What is wrong with no single field. */
  readonly said?: readonly Markup[];
  readonly people: readonly Suggested[];
};

/** A form as a page of its own; every browser can send it, with the keyboard alone too. */
export function formPage(visit: Visit, shown: FormShown): Markup {
  const { form, action, back, hidden = {}, faults = [], said = [] } = shown;
  const loose = faults.filter(({ field }) => !form.fields.some(({ id }) => id === field));
  const alert = [...said, ...loose.map(({ message }) => html`${message}`)];
  return html`<form class="ask" method="post" action="${linkTo(visit, action)}">
<h1>${form.title}</h1>
${form.note === undefined ? "" : html`<p>${form.note}</p>`}
${alert.length === 0 ? "" : html`<div class="fault" role="alert">${alert.map((one) => html`<p>${one}</p>`)}</div>`}
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${form.fields.map((field) => fieldRow(visit, field, shown))}
<p class="send"><button class="act primary" type="submit">${form.submit}</button> <a href="${linkTo(visit, back)}">${form.cancel}</a></p>
</form>`;
}

function fieldRow(visit: Visit, field: Field, shown: FormShown): Markup {
  const { id, label, hint, required, kind } = field;
  const name = `${fieldPrefix}${id}`;
  const fault = shown.faults?.find((one) => one.field === id)?.message;
  const described = [
    ...(hint === undefined ? [] : [`${name}.hint`]),
    ...(fault === undefined ? [] : [`${name}.fault`]),
  ];
  const told = described.length === 0 ? "" : html` aria-describedby="${described.join(" ")}"`;
  const marks = html`${told}${fault === undefined ? "" : raw(' aria-invalid="true"')}`;
  const optional = required || kind === "toggle" ? "" : html` <span class="note">${visit.words.optional}</span>`;
  const notes = html`${hint === undefined ? "" : html`<p class="note" id="${name}.hint">${hint}</p>`}
${fault === undefined ? "" : html`<p class="fault" id="${name}.fault">${fault}</p>`}`;
  const input = inputOf(field, name, marks, shown);
  if (kind === "toggle") return html`<div class="field"><label class="toggle">${input} ${label}</label>${notes}</div>`;
  return html`<div class="field"><label for="${name}">${label}${optional}</label>${input}${notes}</div>`;
}

function inputOf(field: Field, name: string, marks: Markup, { given, people }: FormShown): Markup {
  const value = given?.[field.id] ?? (field.kind === "toggle" ? String(field.initial) : (field.initial ?? ""));
  const needed = field.required ? raw(" required") : "";
  switch (field.kind) {
    case "text":
      return field.multiline
        ? html`<textarea id="${name}" name="${name}" rows="4" maxlength="${field.maxUnits}"${needed}${marks}>${value}</textarea>`
        : html`<input id="${name}" name="${name}" type="text" maxlength="${field.maxUnits}" value="${value}"${needed}${marks}>`;
    case "choice": {
      const none = field.required ? "" : html`<option value=""></option>`;
      const options = field.options.map(
        (one) => html`<option value="${one.value}"${one.value === value ? raw(" selected") : ""}>${one.text}</option>`,
      );
      return html`<select id="${name}" name="${name}"${needed}${marks}>${none}${options}</select>`;
    }
    case "person":
      return html`<input id="${name}" name="${name}" type="email" list="${name}.people" value="${value.includes("@") ? value : ""}"${needed}${marks}>
<datalist id="${name}.people">${people.map(({ email, name: called }) => html`<option value="${email}">${called}</option>`)}</datalist>`;
    case "toggle":
      return html`<input id="${name}" name="${name}" type="checkbox" value="true"${value === "true" ? raw(" checked") : ""}${marks}>`;
  }
}
