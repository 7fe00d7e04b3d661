import type { Form, Values } from "./form.ts";

/** No form has more fields, and no field takes more; what is beyond is not looked at. */
const fieldsMax = 40;
const unitsMax = 10_000;

/** Whether values are more than any form asks for. */
export function isTooMuch(values: Values): boolean {
  const all = Object.entries(values);
  return all.length > fieldsMax || all.some(([id, value]) => id.length > 100 || value.length > unitsMax);
}

/** Only what the form asks for: chats send more than that along. */
export function ofForm(values: Values, { fields }: Form): Values {
  return Object.fromEntries(fields.flatMap(({ id }) => (values[id] === undefined ? [] : [[id, values[id]]])));
}

/** What people typed, masked as what senders send is; the rest as it is. */
export function maskedTexts(values: Values, { fields }: Form, mask: (text: string) => string): Values {
  const typed = new Set(fields.filter(({ kind }) => kind === "text").map(({ id }) => id));
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, typed.has(id) ? mask(value) : value]));
}
