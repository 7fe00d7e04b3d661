import { actionFaults as say } from "../../words/policy-actions.ts";
import type { Path } from "../document/path.ts";
import { nearest } from "../document/suggest.ts";
import type { FaultBook } from "../policy-error.ts";

/** What a webhook's body and a workflow's inputs may hold in braces: the versions, the source that is acted on, the run. */
export const placeholders = ["to", "from", "source", "run"] as const;
export type Placeholder = (typeof placeholders)[number];

/** A placeholder in a text, whole or part of it; its name is the first group. Braces around anything else are text. */
export const placeholderShape = /\{([A-Za-z_][\w.-]*)\}/g;

/** Writes down every placeholder that stands for nothing, however deep. */
export function checkPlaceholders(value: unknown, path: Path, book: FaultBook): void {
  if (typeof value === "string") {
    for (const [, name = ""] of value.matchAll(placeholderShape)) {
      if (!placeholders.some((one) => one === name))
        book.fault(path, say.badPlaceholder({ name, near: nearest(name, placeholders), known: placeholders }));
    }
  } else if (Array.isArray(value)) {
    for (const [at, inner] of value.entries()) checkPlaceholders(inner, [...path, at], book);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) checkPlaceholders(inner, [...path, key], book);
  }
}
