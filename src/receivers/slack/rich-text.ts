import type { RichTextElement } from "@slack/types";
import type { Inline } from "../../incident/card.ts";
import type { Locale } from "../../words/locale.ts";
import { utc } from "../../words/moments.ts";
import { limits } from "./limits.ts";
import { readMention } from "./mention.ts";

/** Slack draws these in the reader's zone and language. */
const dateFormats = { time: "{time}", "date-time": "{date_short_pretty} {time}" } as const;
/** Slack takes whole seconds of the years that people live in; other moments are told as text. */
const latestMs = Date.UTC(2100, 0);

/** How a line is drawn: the reader's language, what the message has room for, and whether a mention calls people. */
export type Drawing = {
  readonly locale: Locale;
  readonly shorten: (text: string) => string;
  /** `call` in a new message only: a mention in an edit rings for nobody and would only look as if it had. */
  readonly mentions: "call" | "by-name";
};

/**
 * Draws one piece of a line as Slack's rich text, in which text is only ever text.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block (2026-11-20)
 */
export function drawInline(piece: Inline, { locale, shorten, mentions }: Drawing): RichTextElement[] {
  const text = (raw: string, style?: { bold: true }) => {
    const kept = shorten(raw.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, " "));
    return kept === "" ? [] : [textPiece(kept, style)];
  };
  switch (piece.kind) {
    case "text":
      return text(piece.text);
    case "strong":
      return text(piece.text, { bold: true });
    case "mention":
      return mentions === "call" ? readMention(piece.mention).map(({ element }) => element) : text(piece.mention);
    case "time": {
      const { at, style } = piece;
      if (!(at >= 0 && at < latestMs)) return text(Number.isNaN(at) ? "?" : utc(at, style, locale));
      const fallback = shorten(utc(at, style, locale));
      return [{ type: "date", timestamp: Math.floor(at / 1000), format: dateFormats[style], fallback }];
    }
    case "link": {
      const [label] = text(piece.text);
      return label?.type === "text" && isLinkable(piece.url)
        ? [{ type: "link", url: piece.url, text: label.text }]
        : text(piece.text);
    }
  }
}

/** Text that Slack shows letter by letter. */
export function textPiece(text: string, style?: { bold: true }): RichTextElement & { type: "text" } {
  return { type: "text", text, ...(style && { style }) };
}

function isLinkable(url: string): boolean {
  return url.length <= limits.urlMaxChars && /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}
