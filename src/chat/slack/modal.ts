import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from "@slack/types";
import type { Field, Form, FormFault, Values } from "../form.ts";
import { formCallback } from "./action-ids.ts";
import type { StateValue } from "./payloads.ts";

/**
 * What Slack takes in a view, in UTF-16 units.
 *
 * @see https://docs.slack.dev/reference/views/modal-views and /reference/block-kit (2026-11-20)
 */
const max = { title: 24, button: 24, label: 2_000, text: 3_000, input: 3_000, option: 75, options: 100 } as const;
/** The one action of each field's block. */
const actionId = "value";
const on = "true";

/** Draws a form as a modal; a field is a block of its name. What it asks for stands in `metadata`: ids only. */
export function modalOf(form: Form, metadata: string): ModalView {
  const note: KnownBlock[] = form.note ? [{ type: "section", text: plain(form.note, max.text) }] : [];
  return {
    type: "modal",
    callback_id: formCallback,
    private_metadata: metadata,
    title: plain(form.title, max.title),
    submit: plain(form.submit, max.button),
    close: plain(form.cancel, max.button),
    blocks: [...note, ...form.fields.flatMap(drawField)],
  };
}

/** A modal that only says something, in place of a form that came to nothing. */
export function sayingModal(title: string, said: string, close: string): ModalView {
  return {
    type: "modal",
    title: plain(title, max.title),
    close: plain(close, max.button),
    blocks: [{ type: "section", text: plain(said, max.text) }],
  };
}

/** What the fields of a sent form hold; an empty field is absent. */
export function valuesOf(state: Readonly<Record<string, Readonly<Record<string, StateValue>>>>): Values {
  return Object.fromEntries(
    Object.entries(state).flatMap(([field, actions]) => {
      const value = textOf(actions[actionId]);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** What is wrong with which field, as Slack shows it below the field. Faults of a field that is not there are `null`. */
export function errorsOf(faults: readonly FormFault[], fields: readonly string[]): Record<string, string> | null {
  const known = faults.filter(({ field }) => fields.includes(field));
  return known.length === 0 ? null : Object.fromEntries(known.map(({ field, message }) => [field, message]));
}

function textOf(value: StateValue | undefined): string | undefined {
  if (value?.selected_options) return String(value.selected_options.length > 0);
  if (value?.selected_user) return `slack:${value.selected_user}`;
  return value?.selected_option?.value ?? value?.value ?? undefined;
}

function drawField(field: Field): InputBlock[] {
  const element = drawElement(field);
  if (!element) return [];
  return [
    {
      type: "input",
      block_id: field.id,
      label: plain(field.label, max.label),
      ...(field.hint ? { hint: plain(field.hint, max.label) } : {}),
      optional: !field.required || field.kind === "toggle",
      element,
    },
  ];
}

/** `null` for a choice of nothing, which Slack cannot draw. */
function drawElement(field: Field): InputBlock["element"] | null {
  switch (field.kind) {
    case "text": {
      const maxLength = Math.min(field.maxUnits, max.input);
      const initial = field.initial?.slice(0, maxLength);
      return {
        type: "plain_text_input",
        action_id: actionId,
        multiline: field.multiline,
        max_length: maxLength,
        ...(initial ? { initial_value: initial } : {}),
      };
    }
    case "choice": {
      const options = field.options.slice(0, max.options).map(optionOf);
      const initial = options.find(({ value }) => value === field.initial);
      if (options.length === 0) return null;
      return {
        type: "static_select",
        action_id: actionId,
        options,
        ...(initial ? { initial_option: initial } : {}),
      };
    }
    case "person": {
      const [, initial] = /^slack:([UW][A-Z0-9]+)$/.exec(field.initial ?? "") ?? [];
      return { type: "users_select", action_id: actionId, ...(initial ? { initial_user: initial } : {}) };
    }
    case "toggle": {
      const options = [optionOf({ value: on, text: field.label })];
      return {
        type: "checkboxes",
        action_id: actionId,
        options,
        ...(field.initial ? { initial_options: options } : {}),
      };
    }
  }
}

function optionOf({ value, text }: { readonly value: string; readonly text: string }): PlainTextOption {
  return { value, text: plain(text, max.option) };
}

function plain(text: string, units: number): PlainTextElement {
  const kept = text.length <= units ? text : `${text.slice(0, units - 1)}…`;
  return { type: "plain_text", text: kept.toWellFormed() || "…", emoji: false };
}
