import type { CardLine, Inline } from "../../incident/card.ts";
import { cut } from "../../incident/draw/tidy.ts";
import type { Locale } from "../../words/locale.ts";
import { utc } from "../../words/moments.ts";
import type { CardElement } from "./activity.ts";
import { cardUrl } from "./card-url.ts";
import type { CardSize } from "./limits.ts";
import { asOneLine, defuse, escapeMarkdown, escapeTarget } from "./markdown.ts";

/** Clients work out these years; another moment is told in UTC. */
const earliestMs = Date.UTC(1970, 0);
const latestMs = Date.UTC(2100, 0);

/**
 * Draws a line. Where it holds no time it is a RichTextBlock, in which text is only ever text. Only a TextBlock draws
 * times in the reader's zone in every client of Teams, but reads markdown, so there the text is escaped.
 *
 * @param bold draws all of it bold
 * @see https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features (2026-11-20)
 * @see https://github.com/microsoft/AdaptiveCards/issues/6194 (no times in a RichTextBlock on desktop, 2026-11-20)
 */
export function renderLine(line: CardLine, locale: Locale, size: CardSize, bold = false): CardElement {
  const fitting = fitLine(line, size);
  if (fitting.some((piece) => piece.kind === "time" && isDrawable(piece.at))) {
    const text = asOneLine(fitting.map((piece) => markdownOf(piece, locale)).join(""));
    return { type: "TextBlock", text, wrap: true, spacing: "small", ...(bold && { weight: "bolder" }) };
  }
  const inlines = fitting.map((piece) => runOf(piece, locale, bold));
  return { type: "RichTextBlock", spacing: "small", inlines: inlines.length > 0 ? inlines : [run(" ", bold)] };
}

/** Neighbouring texts become one, so that no token hides in two; what has no room is cut. */
function fitLine(line: CardLine, { piecesPerLine, lineUnits }: CardSize): readonly Inline[] {
  const fitting: Inline[] = [];
  let left: number = lineUnits;
  for (const piece of line) {
    const last = fitting.at(-1);
    if (left <= 0 || fitting.length >= piecesPerLine) break;
    if (piece.kind === "link" && piece.text.trim() === "") continue;
    if (piece.kind === "time") fitting.push(piece);
    else if (piece.kind === "mention") fitting.push({ ...piece, mention: cut(piece.mention, left) });
    else if (piece.kind === "text" && last?.kind === "text") {
      fitting.splice(-1, 1, { kind: "text", text: last.text + cut(piece.text, left) });
    } else fitting.push({ ...piece, text: cut(piece.text, left) });
    left -= "text" in piece ? piece.text.length : 20;
  }
  return fitting;
}

function runOf(piece: Inline, locale: Locale, bold: boolean): object {
  switch (piece.kind) {
    case "text":
      return run(piece.text, bold);
    case "strong":
      return run(piece.text, true);
    case "mention":
      return run(piece.mention, bold);
    case "time":
      return run(utcText(piece, locale), bold);
    case "link": {
      const url = cardUrl(piece.url);
      return url === null
        ? run(piece.text, bold)
        : { ...run(piece.text, bold), selectAction: { type: "Action.OpenUrl", url } };
    }
  }
}

function run(text: string, bold: boolean): object {
  return { type: "TextRun", text: defuse(text), ...(bold && { weight: "bolder" }) };
}

function markdownOf(piece: Inline, locale: Locale): string {
  switch (piece.kind) {
    case "text":
      return escapeMarkdown(piece.text);
    case "strong":
      return strong(escapeMarkdown(piece.text));
    case "mention":
      return escapeMarkdown(piece.mention);
    case "time":
      return isDrawable(piece.at) ? timeOf(piece) : escapeMarkdown(utcText(piece, locale));
    case "link": {
      const url = cardUrl(piece.url);
      const text = escapeMarkdown(piece.text);
      return url === null ? text : `[${text}](${escapeTarget(url)})`;
    }
  }
}

/** Blanks stand outside of the marks, else they are no marks. */
function strong(markdown: string): string {
  const [, before = "", inner = "", after = ""] = /^(\s*)(.*?)(\s*)$/su.exec(markdown) ?? [];
  return inner === "" ? markdown : `${before}**${inner}**${after}`;
}

type Time = Extract<Inline, { readonly kind: "time" }>;

function timeOf({ at, style }: Time): string {
  const moment = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return style === "time" ? `{{TIME(${moment})}}` : `{{DATE(${moment}, SHORT)}} {{TIME(${moment})}}`;
}

function utcText({ at, style }: Time, locale: Locale): string {
  return Number.isNaN(at) ? "?" : utc(at, style, locale);
}

function isDrawable(at: number): boolean {
  return at >= earliestMs && at < latestMs;
}
