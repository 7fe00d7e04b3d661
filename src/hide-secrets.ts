/** Shorter values are no secrets, and hiding them would hide ordinary words. */
const secretMinUnits = 6;

/**
 * Replaces the value of every known secret in a text by its variable's name, wherever it turns up: as it is, inside a URL,
 * and as JSON writes it.
 *
 * @param secrets values by variable name
 */
export function hidingSecrets(secrets: ReadonlyMap<string, readonly string[]>): (text: string) => string {
  const hidden = [...secrets]
    .flatMap(([name, values]) => values.map((value) => [name, value.trim()] as const))
    .filter(([, value]) => value.length >= secretMinUnits)
    .flatMap(([name, value]) => formsOf(value).map((form) => [name, form] as const))
    // The longest first: one secret may begin as another does, which happens to tokens that are exchanged.
    .sort(([, a], [, b]) => b.length - a.length);
  return (text) => hidden.reduce((rest, [name, form]) => rest.replaceAll(form, `[${name}]`), text);
}

function formsOf(value: string): readonly string[] {
  return [...new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())])];
}
