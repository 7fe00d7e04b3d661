import { z } from "zod";
import type { CardAbout } from "../../incident/card.ts";
import { handlerPrefix } from "../../incident/press-value.ts";
import type { Values } from "../form.ts";
import type { CardPart } from "./drawing.ts";

/** What a press of a card carries; `handler` is one of the desk's, or one of `ownVerbs`. */
export type CardPress = {
  readonly handler: string;
  readonly about?: CardAbout;
  /** Of a command whose form was sent. */
  readonly words?: string;
  /** A question stands between the press and the act. */
  readonly asks: boolean;
  readonly values?: Values;
};

/** Verbs that reach no handler: draw the card anew, run a command with its form's values. */
export const ownVerbs = { refresh: "refresh", command: "command" } as const;

/** A form's inputs stand beside the ids in what is sent; this keeps the two apart. */
const inputPrefix = "value-";
const valueMaxUnits = 4_000;

const dataSchema = z.looseObject({
  groupId: z.string().max(80).optional(),
  uid: z.string().max(64).optional(),
  version: z.int().min(0).optional(),
  words: z.string().max(1_000).optional(),
  asks: z.boolean().default(false),
  form: z.boolean().default(false),
});
const invokeSchema = z.object({
  action: z.object({
    type: z.literal("Action.Execute"),
    verb: z.string().startsWith(handlerPrefix).max(80),
    data: dataSchema,
  }),
});

/** Reads what an `adaptiveCard/action` carries; `null` for what no card of Vigie sends. */
export function readCardPress(value: unknown): CardPress | null {
  const { data: read } = invokeSchema.safeParse(value);
  if (!read) return null;
  const { verb, data } = read.action;
  const { groupId, uid, version = 0, words, asks, form } = data;
  return {
    handler: verb.slice(handlerPrefix.length),
    ...(groupId !== undefined && uid !== undefined ? { about: { groupId, uid, version } } : {}),
    ...(words === undefined ? {} : { words }),
    asks,
    ...(form ? { values: valuesIn(data) } : {}),
  };
}

function valuesIn(data: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) =>
      key.startsWith(inputPrefix) && typeof value === "string"
        ? [[key.slice(inputPrefix.length), value.slice(0, valueMaxUnits)] as const]
        : [],
    ),
  );
}

/** The id of a field's input. */
export function inputId(field: string): string {
  return `${inputPrefix}${field}`;
}

/** A button that sends a press back. `form`: with what was typed; any other sends nothing of it. */
export function execute(
  title: string,
  press: Pick<CardPress, "handler" | "about" | "words"> & { readonly sends: "form" | "nothing" },
  style: "default" | "positive" | "destructive" = "default",
): CardPart {
  const { handler, about, words, sends } = press;
  const isForm = sends === "form";
  return {
    type: "Action.Execute",
    title,
    verb: `${handlerPrefix}${handler}`,
    data: { ...about, ...(words === undefined ? {} : { words }), ...(isForm ? { form: true } : {}) },
    ...(isForm ? {} : { associatedInputs: "none" }),
    ...(style === "default" ? {} : { style }),
  };
}
