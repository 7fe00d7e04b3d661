import type { RichTextElement } from "@slack/types";

const ranges = { here: "here", channel: "channel", everyone: "everyone" } as const;
const userId = /^(?:@?|<@(?=.*>$))(?<id>[UW][A-Z0-9]{4,})>?$/;
const groupId = /^(?:@?|<!subteam\^(?=.*>$))(?<id>S[A-Z0-9]{4,})>?$/;

/** One person or group to notify, as a piece of rich text and as it stands in plain message text. */
export type SlackMention = { readonly element: RichTextElement; readonly token: string };

/**
 * Reads the `mention:` of a destination: `@here`, `@channel`, `@everyone`, user ids and user group ids, plain or as
 * Slack writes them (`<@U012AB>`), separated by spaces or commas. A word that is none of these notifies nobody and is shown as it is.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#special-mentions (2026-11-20)
 */
export function readMention(mention: string): readonly SlackMention[] {
  return mention
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(readWord);
}

function readWord(word: string): SlackMention {
  const range = Object.values(ranges).find((one) => one === word.replace(/^@/, ""));
  if (range) return { element: { type: "broadcast", range }, token: `<!${range}>` };
  const user = userId.exec(word)?.groups?.id;
  if (user) return { element: { type: "user", user_id: user }, token: `<@${user}>` };
  const group = groupId.exec(word)?.groups?.id;
  if (group) return { element: { type: "usergroup", usergroup_id: group }, token: `<!subteam^${group}>` };
  return { element: { type: "text", text: word }, token: escapeText(word) };
}

/**
 * Makes text harmless in a `text` or `mrkdwn` field: without these three characters there is no mention and no link.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping (2026-11-20)
 */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
