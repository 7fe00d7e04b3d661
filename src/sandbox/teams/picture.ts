import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { teamsPicture } from "../../words/sandbox.ts";
import { drawAdaptiveCard } from "./draw-card.ts";
import type { TeamsMessage, TeamsThread } from "./memory.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const threadsMax = 50;
const contentSchema = z.object({
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(z.looseObject({ content: z.unknown() })).default([]),
});

/** What Teams would show: each channel with its newest threads first, cards and replies. */
export function picture(threads: readonly TeamsThread[], locale: Locale): Html {
  const channels = Map.groupBy(threads, ({ channel }) => channel);
  return html`<div class="teams">
    <style>
      .teams .thread { border: 1px solid; border-radius: 6px; margin: 0.6em 0; padding: 0.6em; max-width: 60em; }
      .teams .reply { margin-left: 2em; border-left: 3px solid; padding-left: 0.6em; }
      .teams .container { padding: 0.3em 0.6em; border-left: 6px solid #999; background: #8882; }
      .teams .attention { border-color: #c4314b; } .teams .warning { border-color: #f7b500; }
      .teams .good { border-color: #237b4b; } .teams .accent { border-color: #6264a7; }
      .teams .bold { font-weight: bold; } .teams p { margin: 0.3em 0; }
      .teams time { opacity: 0.7; font-size: small; }
    </style>
    ${channels.size === 0 ? html`<p>${teamsPicture.empty[locale]}</p>` : [...channels].map(([name, list]) => channel(name, list, locale))}
  </div>`;
}

function channel(name: string, threads: readonly TeamsThread[], locale: Locale): Html {
  const newest = threads.toReversed().slice(0, threadsMax);
  return html`<div>
    <h3>${name}</h3>
    ${newest.map(({ root, replies }) => {
      return html`<div class="thread" id="m${root.id}">
        ${message(root, locale)} ${replies.map((reply) => html`<div class="reply">${message(reply, locale)}</div>`)}
      </div>`;
    })}
    ${threads.length > threadsMax ? html`<p>${teamsPicture.older[locale](threads.length - threadsMax)}</p>` : ""}
  </div>`;
}

function message({ at, editedAt, deletedAt, activity }: TeamsMessage, locale: Locale): Html {
  if (deletedAt !== undefined) return html`<p><em>${teamsPicture.deleted[locale]}</em></p>`;
  const { text, summary, attachments } = contentSchema.catch({ attachments: [] }).parse(activity);
  return html`<time title="${summary ?? ""}">${clock(at)}${editedAt === undefined ? "" : ` · ${teamsPicture.edited[locale]}`}</time>
    ${text ? html`<p>${text}</p>` : ""} ${attachments.map(({ content }) => drawAdaptiveCard(content))}`;
}

function clock(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
