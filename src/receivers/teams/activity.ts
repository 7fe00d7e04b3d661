/** A piece of an Adaptive Card that Vigie draws; plain JSON. */
export type CardElement = { readonly type: string } & Readonly<Record<string, unknown>>;

/** An Adaptive Card 1.5, as far as Vigie draws one. Without `lang` times are in the reader's own language. */
export type AdaptiveCard = {
  readonly type: "AdaptiveCard";
  readonly $schema: "http://adaptivecards.io/schemas/adaptive-card.json";
  readonly version: "1.5";
  readonly msteams: { readonly width: "full"; readonly entities?: readonly TeamsMention[] };
  readonly fallbackText: string;
  readonly speak: string;
  readonly body: readonly CardElement[];
  /** How it is drawn anew for one person: by hand in a channel, because it names nobody. */
  readonly refresh?: object;
};

/** A real mention: its text must stand in a TextBlock of the card. */
export type TeamsMention = {
  readonly type: "mention";
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
};

/**
 * A message as it goes over the wire. Never both `text` and a card: Teams splits such a message in two and gives no id.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/conversation-messages (2026-11-20)
 */
export type TeamsActivity = {
  type: "message";
  /** What the notification shows. */
  summary: string;
  text?: string;
  textFormat?: "plain";
  attachments?: { contentType: "application/vnd.microsoft.card.adaptive"; content: AdaptiveCard }[];
  channelData?: { notification: { alert: true } };
};
