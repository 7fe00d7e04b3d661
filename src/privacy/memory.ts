/** Longer strings are not remembered: they are rarely said twice and would push out a hundred labels. */
const maxChars = 4096;

/** What an entry costs beside its characters: two string headers and its place in the map. */
const entryBytes = 96;

/** A bounded memory of results by exact string. */
export type Memory = { recall(key: string): string | undefined; remember(key: string, result: string): void };

/**
 * Keeps two generations of at most half of `maxBytes` each. What is asked for moves to the young one; when that is full
 * it becomes the old one and the old one is dropped: least-recently-used at the price of a plain map.
 * Sizes are estimates, two bytes a character.
 */
export function createMemory(maxBytes: number): Memory {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  let youngBytes = 0;

  const remember = (key: string, result: string): void => {
    const bytes = entryBytes + 2 * (key.length + (result === key ? 0 : result.length));
    if (key.length > maxChars || result.length > maxChars || bytes > maxBytes / 2) return;
    if (youngBytes + bytes > maxBytes / 2) {
      old = young;
      young = new Map();
      youngBytes = 0;
    }
    young.set(key, result);
    youngBytes += bytes;
  };

  const recall = (key: string): string | undefined => {
    const fresh = young.get(key);
    if (fresh !== undefined) return fresh;
    const result = old.get(key);
    if (result !== undefined) remember(key, result);
    return result;
  };

  return { recall, remember };
}
