/** Breaks a token apart without being seen. */
const gap = "\u200b";

/**
 * Makes text harmless in any element: no `{{DATE(…)}}` or `{{TIME(…)}}` that clients would work out, and no `<at>` that
 * would become a mention. Line breaks and controls become a space.
 *
 * @see https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features (2026-11-20)
 */
export function defuse(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/\{\{(?=(DATE|TIME)\()/g, `{${gap}{`)
    .replaceAll(/<(?=\s*\/?\s*at\b)/gi, `<${gap}`);
}

/**
 * Text as markdown that shows it letter by letter in a TextBlock. Some mobile clients show the backslashes or ignore
 * them, so nothing is escaped without need, and a link is broken twice: `](` never stands together.
 *
 * @see https://github.com/microsoft/AdaptiveCards/issues/5590 (escapes on mobile, 2026-11-20)
 */
export function escapeMarkdown(text: string): string {
  return defuse(text)
    .replaceAll("](", `]${gap}(`)
    .replaceAll(/[\\`*[\]<>~]/g, "\\$&")
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replaceAll(/&(?=#?\w+;)/g, "\\&");
}

/** A line of markdown that begins no list, heading or quote. */
export function asOneLine(markdown: string): string {
  return markdown.replace(/^(\s*)([-+#])/, "$1\\$2").replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

/** An address as a markdown link's target. */
export function escapeTarget(url: string): string {
  return url.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll("\\", "%5C");
}
