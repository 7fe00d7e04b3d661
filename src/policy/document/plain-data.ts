/** Keys with values, as a file holds them: nothing about them is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a fault shows it: a scalar as text, anything else by what it is (its own `toString` is the file's). */
export function shownValue(value: unknown): string {
  return typeof value === "object" ? kindOf(value) : String(value);
}

/** What a value is, as faults call it: `array`, `null`, `string`. */
export function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
