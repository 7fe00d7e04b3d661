import type { CardLine } from "../../incident/card.ts";
import { drawCard } from "../../incident/draw.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { Locale } from "../../words/locale.ts";
import type { AdaptiveCard, CardElement } from "./activity.ts";
import { type ThreadPlace, withoutLinkTo } from "./link.ts";
import { defuse } from "./markdown.ts";
import { renderCard, renderOwn } from "./render.ts";

/** Draws what people are answered in Teams, with the same pens as what the channel shows. */
export const teamsDrawing = {
  /** The incident's card for one person; `said` is what their press came to. */
  incident: (
    view: IncidentView,
    locale: Locale,
    { thread, said }: { readonly thread: ThreadPlace; readonly said?: string },
  ): AdaptiveCard => {
    const card = withoutLinkTo(drawCard(view, locale), thread);
    const [headline, ...rest] = card.lines;
    const answer: CardLine[] = said === undefined ? [] : [[{ kind: "strong", text: said }]];
    const drawn = renderCard({ ...card, lines: [...(headline ? [headline] : []), ...answer, ...rest] }, locale);
    const [shown] = drawn.attachments ?? [];
    return shown?.content ?? renderOwn([[{ kind: "text", text: drawn.summary }]], [], locale);
  },
  card: (lines: readonly CardLine[], parts: readonly CardElement[], locale: Locale): AdaptiveCard =>
    renderOwn(lines, parts, locale),
  text: defuse,
} as const;
