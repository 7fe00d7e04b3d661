import { html } from "hono/html";
import type { Locale } from "../../words/locale.ts";
import { slackPicture } from "../../words/slack.ts";
import type { SandboxBlock, SandboxView } from "./block-rules.ts";
import { drawBlocks } from "./draw-blocks.ts";
import type { Html } from "./draw-mrkdwn.ts";
import { people } from "./users.ts";

const css = `
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
  body { max-width: 34rem; margin: 2rem auto; padding: 1rem }
  label, legend { display: block; margin-top: .8rem; font-weight: 600 } small { display: block }
  textarea, select, input[type=text] { width: 100%; box-sizing: border-box; font: inherit; padding: .3rem }
  p { white-space: pre-wrap } strong { color: #c01343 } button { margin: 1rem .5rem 0 0; padding: .4rem 1rem; font: inherit }
`;

export type ViewPage = {
  readonly view: SandboxView;
  readonly locale: Locale;
  /** Where the form is sent; what was typed before; what Vigie said is wrong. */
  readonly action: string;
  readonly back: string;
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: Readonly<Record<string, string>>;
};

/** A modal or a home tab as a page of its own, which needs no script. */
export function drawView({ view, locale, action, back, typed = {}, errors = {} }: ViewPage): Html {
  const title = view.title?.text ?? "Vigie";
  const close = view.close?.text ?? slackPicture.back[locale];
  const fields = view.blocks.map((block) =>
    block.type === "input" ? drawInput(block, typed, errors) : drawBlocks([block]),
  );
  const submit = view.submit ? html`<button>${view.submit.text}</button>` : html``;
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${css}</style></head><body><h1>${title}</h1>
<form method="post" action="${action}">${fields}<p>${submit}<a href="${back}">${close}</a></p></form></body></html>`;
}

type InputBlock = Extract<SandboxBlock, { type: "input" }>;

function drawInput(
  { block_id: name = "", label, hint, element, optional }: InputBlock,
  typed: Readonly<Record<string, string>>,
  errors: Readonly<Record<string, string>>,
): Html {
  const error = errors[name] === undefined ? html`` : html`<strong>${errors[name]}</strong>`;
  const said = hint ? html`<small>${hint.text}</small>` : html``;
  const required = optional ? html`` : html`required`;
  return html`<label>${label.text} ${drawElement(element, name, typed[name], required)}</label>${said}${error}`;
}

function drawElement(element: InputBlock["element"], name: string, typed: string | undefined, required: Html): Html {
  switch (element.type) {
    case "plain_text_input": {
      const value = typed ?? element.initial_value ?? "";
      return element.multiline
        ? html`<textarea name="${name}" rows="4" ${required}>${value}</textarea>`
        : html`<input type="text" name="${name}" value="${value}" ${required}>`;
    }
    case "static_select": {
      const initial = typed ?? element.initial_option?.value;
      const options = element.options.map(({ value, text }) => ({ value, text: text.text }));
      return drawSelect(name, options, initial, required);
    }
    case "users_select": {
      const options = people.map(({ id, real_name }) => ({ value: id, text: real_name }));
      return drawSelect(name, options, typed ?? element.initial_user, required);
    }
    case "checkboxes": {
      const isOn = typed === undefined ? (element.initial_options ?? []).length > 0 : typed !== "";
      const value = element.options[0]?.value ?? "";
      return html`<input type="checkbox" name="${name}" value="${value}" ${isOn ? html`checked` : html``}>`;
    }
  }
}

function drawSelect(
  name: string,
  options: readonly { readonly value: string; readonly text: string }[],
  initial: string | undefined,
  required: Html,
): Html {
  const drawn = options.map(
    ({ value, text }) => html`<option value="${value}" ${value === initial ? html`selected` : html``}>${text}</option>`,
  );
  return html`<select name="${name}" ${required}><option value=""></option>${drawn}</select>`;
}
