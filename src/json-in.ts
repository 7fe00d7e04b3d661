/** What a text says as JSON; `undefined`, which JSON itself cannot say, where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
