import type { Sentence } from "./sentence.ts";

/** Text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A sentence that begins big, where it begins with words. */
export function capitalSentence([first, ...rest]: Sentence): Sentence {
  if (!first || !("text" in first)) return first ? [first, ...rest] : [];
  return [{ ...first, text: capital(first.text) }, ...rest];
}
