import type { SQLOutputValue } from "node:sqlite";

/** A column that holds an integer. */
export function int(value: SQLOutputValue | undefined): number {
  if (typeof value !== "number") throw new TypeError(`an integer column holds ${typeof value}`);
  return value;
}

/** A column that holds an integer or nothing. */
export function intOrNull(value: SQLOutputValue | undefined): number | null {
  return value === null || value === undefined ? null : int(value);
}

/** A column that holds text. */
export function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== "string") throw new TypeError(`a text column holds ${typeof value}`);
  return value;
}
