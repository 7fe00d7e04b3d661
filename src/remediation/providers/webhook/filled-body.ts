import { type Placeholder, placeholderShape, placeholders } from "../../../policy/actions/placeholders.ts";
import { isPlainVersion } from "../plain-version.ts";

/**
 * Fills `{to}`, `{from}`, `{source}` and `{run}` in every text of a body, whole or part of it; names and all else stay as
 * they are written.
 *
 * A version comes from a registry or an event, and goes into others' scripts, addresses and commands: one that is not
 * written plainly fills nothing.
 *
 * @returns also the placeholders that it found no value for
 */
export function filledBody(
  body: unknown,
  values: Readonly<Partial<Record<Placeholder, string>>>,
): { readonly body: unknown; readonly lacks: readonly Placeholder[] } {
  const lacks = new Set<Placeholder>();
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll(placeholderShape, (whole, name) => known(name) ?? whole);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner)]));
  };
  const known = (name: string): string | undefined => {
    const asked = placeholders.find((one) => one === name);
    if (asked === undefined) return undefined;
    const given = values[asked];
    const isPlain = given === undefined || (asked !== "to" && asked !== "from") || isPlainVersion(given);
    const value = isPlain ? given : undefined;
    if (value === undefined) lacks.add(asked);
    return value;
  };
  return { body: fill(body), lacks: [...lacks] };
}
