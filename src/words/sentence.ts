/** A piece of a sentence. A moment is drawn later, in the reader's zone where the place allows it. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  | { readonly kind: "moment"; readonly at: number }
  | { readonly kind: "mention"; readonly mention: string };

/** A sentence, or a part of one, with moments and mentions still in it. */
export type Sentence = readonly Part[];

/** A moment in milliseconds since the epoch. */
export function moment(at: number): Part {
  return { kind: "moment", at };
}

/** Words that must be seen first. */
export function strong(text: string): Part {
  return { kind: "strong", text };
}

/** Puts a sentence together: say`retrying since ${moment(at)}: ${reason}`. */
export function say(texts: TemplateStringsArray, ...blanks: readonly (string | Part | Sentence)[]): Sentence {
  const pieces = texts.flatMap((text, at) => [text, blanks[at] ?? ""]);
  return pieces.flatMap((piece) => (typeof piece === "string" ? asText(piece) : piece)).reduce(merge, []);
}

/** Sentences beside each other with something between them; empty ones are left out. */
export function join(sentences: readonly Sentence[], between: string): Sentence {
  return sentences
    .filter((sentence) => sentence.length > 0)
    .flatMap((sentence, at) => (at === 0 ? sentence : [...asText(between), ...sentence]))
    .reduce(merge, []);
}

function asText(text: string): Part[] {
  return text === "" ? [] : [{ kind: "text", text }];
}

function merge(sentence: Part[], part: Part): Part[] {
  const last = sentence.at(-1);
  if (part.kind === "text" && last?.kind === "text") {
    return [...sentence.slice(0, -1), { kind: "text", text: last.text + part.text }];
  }
  return [...sentence, part];
}
