import type { CardLine } from "../../incident/card.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { Locale } from "../../words/locale.ts";

/** A piece of an Adaptive Card: plain JSON. */
export type CardPart = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Where a message stands, so that its card does not link to itself. */
export type Thread = { readonly serviceUrl: string; readonly tenantId: string; readonly conversationId: string };

/** How Teams draws things; `receivers/teams` does it, for the channel and for one presser alike. */
export type TeamsDrawing = {
  /** The incident's card as one person sees it: `said` is what their press came to. */
  readonly incident: (view: IncidentView, locale: Locale, own: { thread: Thread; said?: string }) => object;
  /** A card of Vigie's own: lines, then parts. */
  readonly card: (lines: readonly CardLine[], parts: readonly CardPart[], locale: Locale) => object;
  /** Text that no client works out or takes for a mention. */
  readonly text: (text: string) => string;
};
