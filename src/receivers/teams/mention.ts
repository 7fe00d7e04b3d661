import type { TeamsMention } from "./activity.ts";
import { escapeMarkdown } from "./markdown.ts";

/** Entra object id, user principal name, or an id of Teams. */
const userId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+|(?:29|8):[^\s<>]+)$/i;
const named = /^(?<name>[^<>]*?)\s*<(?<id>[^<>]+)>$/;

/** Whom a message calls: what stands in the text, as markdown, and what makes it ring. */
export type Call = { readonly markdown: string; readonly entities: readonly TeamsMention[] };

/**
 * Reads the `mention:` of a destination: people separated by commas, each an Entra object id or a user principal name,
 * better with a name to show: `Ada Lovelace <ada@example.org>`. Bots cannot mention a channel, a team or a tag by
 * name, so anything else (`@on-call`) notifies nobody and is shown as it is.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format#mention-support-within-adaptive-cards (2026-11-20)
 */
export function readMention(mention: string): Call {
  const calls = mention
    .toWellFormed()
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)
    .map(readOne);
  return {
    markdown: calls.map(({ markdown }) => markdown).join(" "),
    entities: calls.flatMap(({ entities }) => entities),
  };
}

function readOne(text: string): Call {
  const { name, id } = named.exec(text)?.groups ?? { name: "", id: text };
  if (id === undefined || !userId.test(id)) return { markdown: escapeMarkdown(text), entities: [] };
  const shown = (name || id).replaceAll(/[^\p{L}\p{N} .@'’_-]/gu, "").trim();
  const markdown = `<at>${shown}</at>`;
  return { markdown, entities: [{ type: "mention", text: markdown, mentioned: { id, name: shown } }] };
}
