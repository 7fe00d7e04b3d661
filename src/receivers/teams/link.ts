import type { Card } from "../../incident/card.ts";

/** A thread in a channel. */
export type ThreadPlace = { readonly serviceUrl: string; readonly tenantId: string; readonly conversationId: string };

/**
 * The address of a thread's root message for people. With a connector on this machine (the sandbox) it leads there,
 * because Teams knows nothing of the message.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/deep-link-teams (2026-11-20)
 */
export function messageLink({ serviceUrl, tenantId, conversationId }: ThreadPlace): string {
  const [channel = ""] = conversationId.split(";");
  const base = isLocal(serviceUrl) ? serviceUrl.replace(/\/$/, "") : "https://teams.microsoft.com";
  const message = rootMessageId(conversationId) ?? "";
  const query = new URLSearchParams({ tenantId, parentMessageId: message });
  return `${base}/l/message/${encodeURIComponent(channel)}/${message}?${query}`;
}

/** Whether a connector runs on this machine: the sandbox, or a test. */
export function isLocal(serviceUrl: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(URL.parse(serviceUrl)?.hostname ?? "");
}

/** The message id in a thread's id: `19:…@thread.tacv2;messageid=1700000000000`. */
export function rootMessageId(conversationId: string): string | undefined {
  return /;messageid=(\d+)/.exec(conversationId)?.[1];
}

/** The card tells where else the incident is told; here that link would lead to itself, and cost an edit. */
export function withoutLinkTo(card: Card, place: ThreadPlace | null): Card {
  if (place === null) return card;
  const own = URL.parse(messageLink(place))?.href;
  return { ...card, links: card.links.filter(({ url }) => url !== own) };
}
