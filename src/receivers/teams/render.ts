import { hash } from "node:crypto";
import type { Card, CardLine, StoryLine, Tone } from "../../incident/card.ts";
import { cut } from "../../incident/draw/tidy.ts";
import { lineText } from "../../incident/draw.ts";
import type { Locale } from "../../words/locale.ts";
import { openTeamsMessage } from "../../words/teams.ts";
import { teamsChat } from "../../words/teams-chat.ts";
import type { AdaptiveCard, CardElement, TeamsActivity } from "./activity.ts";
import { actingButtons, refreshOf } from "./buttons.ts";
import { cardUrl } from "./card-url.ts";
import { activityMaxBytes, type CardSize, ownLinesMax, plainMaxUnits, sizes } from "./limits.ts";
import { defuse, escapeMarkdown } from "./markdown.ts";
import { type Call, readMention } from "./mention.ts";
import { renderLine } from "./render-line.ts";

/** The stripe: a container's style. */
const styles = {
  info: "accent",
  warning: "warning",
  critical: "attention",
  urgent: "attention",
  resolved: "good",
  neutral: "emphasis",
} as const satisfies Record<Tone, string>;

/** Whether people are notified, and whom it calls besides, from the policy. */
export type Ringing = { readonly mention?: string | undefined };

/**
 * Draws the incident message: the headline on the severity's colour, the lines, the links as buttons, the id last.
 *
 * @param ringing given for a new message that people are notified of; edits ring nobody
 */
export function renderCard(card: Card, locale: Locale, ringing?: Ringing): TeamsActivity {
  const [headline = [{ kind: "strong", text: card.notification }], ...rest] = card.lines;
  const draw = (size: CardSize): CardElement[] => [
    stripe(styles[card.tone], renderLine(headline, locale, size, true)),
    ...rest.slice(0, size.lines).map((line) => renderLine(line, locale, size)),
    ...actingButtons(card, size, teamsChat.more[locale]),
    ...buttons(card.links, size),
    idLine(card.id),
  ];
  const refresh = refreshOf(card, teamsChat.refresh[locale]);
  return message(card.notification, draw, { ...ringing, rings: ringing !== undefined, refresh });
}

/** Draws one entry of the thread, and mentions whom it calls there. */
export function renderReply({ text, line }: StoryLine, locale: Locale, mention?: string): TeamsActivity {
  return message(text, (size) => [renderLine(line, locale, size)], { mention });
}

/** Draws what is left of a message that another one goes on from. */
export function renderContinued(card: Card, link: string, locale: Locale): TeamsActivity {
  const [headline = []] = card.lines;
  const links = [{ text: teamsChat.continued[locale], url: link }];
  return message(card.notification, (size) => [
    renderLine(headline, locale, size),
    ...buttons(links, { links: 1 }),
    idLine(card.id),
  ]);
}

/** What a ring says besides the entry, which names the incident itself: how bad, and where its message is. */
export type RingAbout = {
  readonly card: Card;
  readonly link: string;
  readonly mention: string | undefined;
};

/** Draws the short new message that rings for an entry of the thread (behaviour 4). */
export function renderRing(entry: StoryLine, { card, link, mention }: RingAbout, locale: Locale): TeamsActivity {
  const links = [{ text: openTeamsMessage[locale], url: link }];
  const draw = (size: CardSize): CardElement[] => [
    stripe(styles[card.tone], renderLine(entry.line, locale, size, true)),
    ...buttons(links, { links: 1 }),
    idLine(card.id),
  ];
  return message(entry.text, draw, { mention, rings: true });
}

/** One line of words, for when drawing failed. */
export function renderPlain(text: string): TeamsActivity {
  const line = plain(text);
  return { type: "message", summary: line, text: line, textFormat: "plain" };
}

/**
 * Tells two messages apart; equal for equal drawings. What a press says that the person had read is not part of it: an
 * entry that changes nothing to be seen edits nothing.
 */
export function hashOf(activity: TeamsActivity): string {
  const seen = (key: string, value: unknown) => (key === "version" && typeof value === "number" ? undefined : value);
  return hash("sha256", JSON.stringify(activity, seen)).slice(0, 32);
}

/** A card of Vigie's own: lines, then parts, which are JSON already. */
export function renderOwn(lines: readonly CardLine[], parts: readonly CardElement[], locale: Locale): AdaptiveCard {
  const [size] = sizes;
  const shown = lines.slice(0, ownLinesMax);
  const summary = plain(shown.map((line) => lineText(line, locale)).join(" "));
  return adaptiveCard(summary, [...shown.map((line) => renderLine(line, locale, size)), ...parts], undefined);
}

/** How large Teams finds it. */
export function bytesOf(activity: TeamsActivity): number {
  return JSON.stringify(activity).length * 2;
}

type Around = Ringing & { readonly rings?: boolean; readonly refresh?: object };

function message(said: string, draw: (size: CardSize) => CardElement[], around: Around = {}): TeamsActivity {
  const { mention, rings = false, refresh } = around;
  const call = mention ? readMention(cut(mention, plainMaxUnits)) : undefined;
  const summary = plain(said);
  const make = (size: CardSize): TeamsActivity => ({
    type: "message",
    summary,
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          ...adaptiveCard(summary, draw(size).toSpliced(1, 0, ...called(call)), call),
          ...(refresh && { refresh }),
        },
      },
    ],
    ...(rings && { channelData: { notification: { alert: true } } }),
  });
  for (const size of sizes) {
    const activity = make(size);
    if (bytesOf(activity) <= activityMaxBytes) return activity;
  }
  return renderPlain(said);
}

function adaptiveCard(summary: string, body: CardElement[], call: Call | undefined): AdaptiveCard {
  const entities = call?.entities ?? [];
  return {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    msteams: { width: "full", ...(entities.length > 0 && { entities }) },
    fallbackText: escapeMarkdown(summary),
    speak: speech(summary),
    body,
  };
}

function called(call: Call | undefined): CardElement[] {
  return call && call.markdown !== "" ? [{ type: "TextBlock", text: call.markdown, wrap: true }] : [];
}

function stripe(style: string, headline: CardElement): CardElement {
  return { type: "Container", style, bleed: true, items: [headline] };
}

function idLine(id: string): CardElement {
  return { type: "TextBlock", text: escapeMarkdown(id), size: "small", isSubtle: true, horizontalAlignment: "right" };
}

function buttons(links: Card["links"], { links: max }: { readonly links: number }): CardElement[] {
  const actions = links
    .flatMap(({ text, url }) => {
      const safe = cardUrl(url);
      return safe === null ? [] : [{ type: "Action.OpenUrl", title: defuse(cut(text, 40)) || safe, url: safe }];
    })
    .slice(0, max);
  return actions.length === 0 ? [] : [{ type: "ActionSet", spacing: "small", actions }];
}

function plain(text: string): string {
  return defuse(cut(text, plainMaxUnits));
}

/** `speak` may hold SSML, so nothing in it may look like it. */
function speech(text: string): string {
  return text.replaceAll(/[<>&]/g, " ");
}
