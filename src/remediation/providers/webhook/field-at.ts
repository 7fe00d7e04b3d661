/**
 * The text, number or truth value at a dotted path in JSON, as text.
 *
 * @param path `state.version`; numbers name places in a list: `items.0.version`
 */
export function fieldAt(json: unknown, path: string): string | null {
  const found = path.split(".").reduce<unknown>((inner, name) => {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, name)) return undefined;
    return Object.entries(inner).find(([key]) => key === name)?.[1];
  }, json);
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean" ? String(found) : null;
}
