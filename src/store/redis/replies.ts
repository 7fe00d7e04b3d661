/** Answers of Redis are `unknown`; these read them. Each throws `TypeError` for an answer of another shape: a bug. */
export function text(reply: unknown): string {
  if (typeof reply === "string") return reply;
  throw new TypeError(`Redis answered ${typeof reply} where text was due`);
}

/** Text, or `null` where there is nothing. */
export function textOrNull(reply: unknown): string | null {
  return reply === null || reply === undefined ? null : text(reply);
}

/** A number, also where Redis writes it as text. */
export function number(reply: unknown): number {
  const value = typeof reply === "string" && reply !== "" ? Number(reply) : reply;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`Redis answered ${typeof reply} where a number was due`);
}

export function list(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply;
  throw new TypeError(`Redis answered ${typeof reply} where a list was due`);
}

/** A flat list cut into records of `width` fields. */
export function records(flat: readonly unknown[], width: number): (readonly unknown[])[] {
  return Array.from({ length: Math.floor(flat.length / width) }, (_, at) => flat.slice(at * width, (at + 1) * width));
}
