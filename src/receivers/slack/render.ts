import { hash } from "node:crypto";
import type { KnownBlock, MessageAttachment, RichTextBlock, RichTextElement } from "@slack/types";
import type { Card, CardLine, StoryLine, Tone } from "../../incident/card.ts";
import { lineText } from "../../incident/draw/line.ts";
import { cut } from "../../incident/draw/tidy.ts";
import type { Locale } from "../../words/locale.ts";
import { slackChat } from "../../words/slack-chat.ts";
import { drawButtons } from "./buttons.ts";
import { limits } from "./limits.ts";
import { escapeText, readMention, type SlackMention } from "./mention.ts";
import { type Drawing, drawInline, textPiece } from "./rich-text.ts";

/** What is sent: the plain text of notifications, and what people see. */
export type SlackMessage = {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly attachments: readonly MessageAttachment[];
};

/** Stripe colours; attachments with blocks take hex codes only. */
const stripes = {
  info: "#2f80ed",
  warning: "#f2c744",
  critical: "#e8912d",
  urgent: "#d72b3f",
  resolved: "#2eb67d",
  neutral: "#9e9ea6",
} as const satisfies Record<Tone, string>;

/**
 * Draws the incident message. The headline stands above the stripe as a block of its own: then `text` is only read by
 * phones and screen readers instead of being shown a second time, and the desktop's notification, which reads blocks
 * first, begins with the headline. All is rich text, the only drawing in which Slack gives `*`, backticks, `<!here>`
 * and bare addresses no meaning.
 *
 * @param how `calling` is set for a new message only, which may call people; `buttons` where Slack can reach Vigie
 * @see https://docs.slack.dev/changelog/2026/07/13/notification-changes
 */
export function renderCard(card: Card, locale: Locale, { calling, buttons }: Rendering = {}): SlackMessage {
  const drawing = createDrawing(locale, calling);
  const [headline = [{ kind: "strong", text: card.notification }], ...rest] = card.lines;
  const links = card.links.map((link): CardLine => [{ kind: "link", ...link }]);
  const last = [...links, [{ kind: "text", text: card.id } as const]];
  const called = calledOutside(card.lines, calling);
  const head = [...elementsOf(called), ...drawLine(headline, drawing)];
  const body = [...rest.flatMap((line) => [...drawLine(line, drawing), textPiece("\n")]), ...joined(last, drawing)];
  return {
    text: plainText(card.notification, allCalled(card.lines, calling)),
    blocks: [richText(head)],
    attachments: [
      { color: stripes[card.tone], blocks: [richText(body), ...(buttons ? drawButtons(card, locale) : [])] },
    ],
  };
}

/** What the incident message is drawn with besides the card. */
export type Rendering = { readonly calling?: Calling; readonly buttons?: boolean };

/** Whom a new message calls beside those named in its lines; from the policy. */
export type Calling = { readonly mention?: string | undefined };
/** Where the message of a ringing entry stands. */
export type CardLink = { readonly id: string; readonly url: string | null };

/** Draws one entry of the thread. One that rings stands alone in the channel, so it leads `to` its message. */
export function renderStory(entry: StoryLine, locale: Locale, to?: CardLink, calling?: Calling): SlackMessage {
  const drawing = createDrawing(locale, calling);
  const link: CardLine = to
    ? [
        { kind: "text", text: " · " },
        to.url ? { kind: "link", text: to.id, url: to.url } : { kind: "text", text: to.id },
      ]
    : [];
  const called = calledOutside([entry.line], calling);
  return {
    text: plainText(to ? `${entry.text} · ${to.id}` : entry.text, allCalled([entry.line], calling)),
    blocks: [richText([...elementsOf(called), ...drawLine([...entry.line, ...link], drawing)])],
    attachments: [],
  };
}

/** What is left of a message that goes on elsewhere: which incident, and where. No stripe, no buttons. */
export function renderContinued(id: string, url: string | null, locale: Locale): SlackMessage {
  const text = slackChat.continued[locale];
  const line: CardLine = [
    { kind: "text", text: `${id} · ` },
    url === null ? { kind: "text", text } : { kind: "link", text, url },
  ];
  return {
    text: plainText(`${id} · ${text}`),
    blocks: [richText(drawLine(line, createDrawing(locale)))],
    attachments: [],
  };
}

/** One line of words, for when drawing failed; rich text, because Slack replaces rich text only by rich text. */
export function renderPlain(text: string): SlackMessage {
  const line = drawLine([{ kind: "text", text }], createDrawing("en"));
  return { text: plainText(text), blocks: [richText(line)], attachments: [] };
}

/** Lines one below another, for what is said to one person: there a mention is a name, and notifies nobody else. */
export function renderLines(lines: readonly CardLine[], locale: Locale): Omit<SlackMessage, "attachments"> {
  const drawing = createDrawing(locale, {});
  const drawn = lines.flatMap((line, at) => [...(at === 0 ? [] : [textPiece("\n")]), ...drawLine(line, drawing)]);
  const text = lines.map((line) => lineText(line, locale)).join("\n");
  return { text: plainText(text), blocks: [richText(drawn)] };
}

/** Tells two messages apart; equal for equal drawings. */
export function hashOf(message: SlackMessage): string {
  return hash("sha256", JSON.stringify(message)).slice(0, 32);
}

/** Begins a message: text that exceeds what one message may hold is cut. */
function createDrawing(locale: Locale, calling?: Calling): Drawing {
  let left: number = limits.messageMaxChars;
  const shorten = (text: string) => {
    const kept = left > 0 ? cut(text, Math.min(left, limits.pieceMaxChars)) : "";
    left -= kept.length;
    return kept;
  };
  return { locale, shorten, mentions: calling ? "call" : "by-name" };
}

function drawLine(line: CardLine, drawing: Drawing): RichTextElement[] {
  return line.flatMap((piece) => drawInline(piece, drawing));
}

function joined(lines: readonly CardLine[], drawing: Drawing): RichTextElement[] {
  return lines.flatMap((line, at) => [...(at === 0 ? [] : [textPiece(" · ")]), ...drawLine(line, drawing)]);
}

function richText(drawn: RichTextElement[]): RichTextBlock {
  const elements = drawn.length > 0 ? drawn : [textPiece("…")];
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

function mentionsIn(lines: readonly CardLine[]): readonly string[] {
  return lines.flat().flatMap((piece) => (piece.kind === "mention" ? [piece.mention] : []));
}

/** Those to call who are not named in the lines already. */
function calledOutside(lines: readonly CardLine[], calling: Calling | undefined): readonly SlackMention[] {
  const mention = calling?.mention;
  return mention && !mentionsIn(lines).includes(mention) ? readMention(mention) : [];
}

function allCalled(lines: readonly CardLine[], calling: Calling | undefined): readonly SlackMention[] {
  if (!calling) return [];
  return [...calledOutside(lines, calling), ...mentionsIn(lines).flatMap(readMention)];
}

function elementsOf(called: readonly SlackMention[]): RichTextElement[] {
  return called.flatMap(({ element }) => [element, textPiece(" ")]);
}

function plainText(text: string, called: readonly SlackMention[] = []): string {
  const words = escapeText(cut(text.toWellFormed(), limits.fallbackMaxChars));
  return [...called.map(({ token }) => token), words].join(" ");
}
