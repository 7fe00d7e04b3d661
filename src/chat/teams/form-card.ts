import type { CardLine } from "../../incident/card.ts";
import type { Locale } from "../../words/locale.ts";
import { teamsChat } from "../../words/teams-chat.ts";
import { headLine, textLine } from "../commands/lines.ts";
import type { Field, Form, FormFault, Values } from "../form.ts";
import { type CardPress, execute, inputId, ownVerbs } from "./action.ts";
import type { CardPart, TeamsDrawing } from "./drawing.ts";

/** Somebody whom a form can name, as a choice; at most 100. */
export type PersonChoice = { readonly value: string; readonly text: string };

export type FormCard = {
  readonly form: Form;
  /** What is said above it. */
  readonly lines?: readonly CardLine[];
  /** Where its values go. */
  readonly press: Pick<CardPress, "handler" | "about" | "words">;
  /** What was typed before, and what was wrong with it. */
  readonly typed?: Values;
  readonly faults?: readonly FormFault[];
  readonly people: readonly PersonChoice[];
  readonly locale: Locale;
};

/** Draws a form as a card: its fields, each fault under its field, and a way back. */
export function formCard(drawing: TeamsDrawing, asked: FormCard): object {
  const { form, lines: above = [], press, typed = {}, faults = [], people, locale } = asked;
  const known = new Set(form.fields.map(({ id }) => id));
  const fields = form.fields.flatMap((field) => [
    inputOf(field, typed[field.id], people, locale, drawing),
    ...faults.filter((fault) => fault.field === field.id).map(({ message }) => red(drawing.text(message))),
  ]);
  const others = faults.filter(({ field }) => !known.has(field)).map(({ message }) => red(drawing.text(message)));
  const back = press.about
    ? [execute(form.cancel, { handler: ownVerbs.refresh, about: press.about, sends: "nothing" })]
    : [];
  const actions = [execute(form.submit, { ...press, sends: "form" }, "positive"), ...back];
  const lines: CardLine[] = [headLine(form.title), ...above];
  if (form.note !== undefined) lines.push(textLine(form.note));
  return drawing.card(lines, [...fields, ...others, { type: "ActionSet", actions }], locale);
}

function inputOf(
  field: Field,
  typed: string | undefined,
  people: readonly PersonChoice[],
  locale: Locale,
  drawing: TeamsDrawing,
): CardPart {
  const isToggle = field.kind === "toggle";
  const label = drawing.text(field.label);
  return {
    ...drawnOf(field, typed, people, locale, drawing),
    id: inputId(field.id),
    ...(isToggle ? { title: label } : { label }),
    ...(field.required && !isToggle ? { isRequired: true, errorMessage: teamsChat.needed[locale] } : {}),
  };
}

function drawnOf(
  field: Field,
  typed: string | undefined,
  people: readonly PersonChoice[],
  locale: Locale,
  drawing: TeamsDrawing,
): CardPart {
  const { hint } = field;
  const placeholder = hint === undefined ? {} : { placeholder: hint };
  switch (field.kind) {
    case "text": {
      const { multiline: isMultiline, maxUnits: maxLength, initial } = field;
      return { type: "Input.Text", isMultiline, maxLength, ...placeholder, ...valueIn(typed ?? initial) };
    }
    case "choice":
      return { ...choiceSet(field.options, typed ?? field.initial, drawing), ...placeholder };
    case "person":
      return {
        ...(people.length === 0 ? { placeholder: teamsChat.personHint[locale] } : {}),
        ...choiceSet(people, typed ?? field.initial, drawing),
        ...placeholder,
      };
    case "toggle":
      return { type: "Input.Toggle", value: typed ?? String(field.initial) };
  }
}

const writtenMaxUnits = 254;

/** A choice needs a value and a title; where there is none to choose, it is written. */
function choiceSet(options: readonly PersonChoice[], chosen: string | undefined, { text }: TeamsDrawing): CardPart {
  const choices = options
    .filter(({ value }) => value !== "")
    .map(({ value, text: title }) => ({ title: text(title).trim() || value, value }));
  return choices.length === 0
    ? { type: "Input.Text", maxLength: writtenMaxUnits, ...valueIn(chosen) }
    : { type: "Input.ChoiceSet", style: "compact", choices, ...valueIn(chosen) };
}

function valueIn(value: string | undefined): object {
  return value === undefined ? {} : { value };
}

/** In a RichTextBlock text is only ever text. */
function red(text: string): CardPart {
  return { type: "RichTextBlock", spacing: "none", inlines: [{ type: "TextRun", text, color: "attention" }] };
}
