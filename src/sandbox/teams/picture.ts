import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { teamsPicture } from "../../words/sandbox.ts";
import { sandboxPeople } from "../people.ts";
import { drawAdaptiveCard } from "./draw-card.ts";
import type { ShownAnswer, TeamsMemory, TeamsMessage, TeamsThread } from "./memory.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const threadsMax = 50;
const contentSchema = z.object({
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(z.looseObject({ content: z.unknown() })).default([]),
});

/** Where the page's buttons lead; without it nothing can be pressed. */
export type Acting = { readonly actUrl: string };
type Scene = { readonly memory: TeamsMemory; readonly locale: Locale; readonly acting: Acting | undefined };

/** What Teams would show: each channel with its newest threads first, cards and replies. */
export function picture(memory: TeamsMemory, locale: Locale, acting?: Acting): Html {
  const scene: Scene = { memory, locale, acting };
  const channels = Map.groupBy(memory.threads(), ({ channel }) => channel);
  return html`<div class="teams">
    <style>
      .teams .thread { border: 1px solid; border-radius: 6px; margin: 0.6em 0; padding: 0.6em; max-width: 60em; }
      .teams .reply { margin-left: 2em; border-left: 3px solid; padding-left: 0.6em; }
      .teams .container { padding: 0.3em 0.6em; border-left: 6px solid #999; background: #8882; }
      .teams .attention { border-color: #c4314b; } .teams .warning { border-color: #f7b500; }
      .teams .good { border-color: #237b4b; } .teams .accent { border-color: #6264a7; }
      .teams .bold { font-weight: bold; } .teams p { margin: 0.3em 0; }
      .teams button.positive { background: #5b5fc7; color: #fff; } .teams button.destructive { color: #c4314b; }
      .teams .as { font-size: small; } .teams textarea { width: 100%; }
      .teams time { opacity: 0.7; font-size: small; }
    </style>
    ${channels.size === 0 ? html`<p>${teamsPicture.empty[locale]}</p>` : [...channels].map(([name, list]) => channel(name, list, scene))}
  </div>`;
}

function channel(name: string, threads: readonly TeamsThread[], scene: Scene): Html {
  const { memory, locale } = scene;
  const newest = threads.toReversed().slice(0, threadsMax);
  return html`<div>
    <h3>${name}</h3>
    ${speaking(name, scene)}
    ${newest.map(({ root, replies }) => {
      const where = { channel: name, root: root.id };
      const shown = memory.shown(name, root.id);
      return html`<div class="thread" id="m${root.id}">
        ${pressable(message(root, locale), root.activity, where, scene)}
        ${shown ? html`<div class="reply">${privately(shown, where, scene)}</div>` : ""}
        ${replies.map((reply) => html`<div class="reply">${pressable(message(reply, locale), reply.activity, where, scene)}</div>`)}
      </div>`;
    })}
    ${threads.length > threadsMax ? html`<p>${teamsPicture.older[locale](threads.length - threadsMax)}</p>` : ""}
  </div>`;
}

type Where = { readonly channel: string; readonly root: string };

/** A card with buttons stands in a form, so that they send its inputs. */
function pressable(card: Html, source: unknown, { channel, root }: Where, { acting, locale }: Scene): Html {
  if (!acting || !JSON.stringify(source ?? "").includes('"Action.Execute"')) return card;
  return html`<form method="post" action="${acting.actUrl}/press">
    <input type="hidden" name="channel" value="${channel}"><input type="hidden" name="root" value="${root}">
    ${card}<p class="as">${teamsPicture.as[locale]} ${whoSelect()}</p>
  </form>`;
}

/** What one presser alone sees. */
function privately({ person, type, value }: ShownAnswer, where: Where, scene: Scene): Html {
  const isCard = type === "application/vnd.microsoft.card.adaptive";
  const card = isCard ? drawAdaptiveCard(value) : html`<p>${typeof value === "string" ? value : type}</p>`;
  return html`<p><em>${teamsPicture.onlyFor[scene.locale](person)}</em></p>${pressable(card, value, where, scene)}`;
}

function speaking(channel: string, { acting, locale }: Scene): Html {
  if (!acting) return html``;
  return html`<form method="post" action="${acting.actUrl}/say">
    <input type="hidden" name="channel" value="${channel}">
    ${whoSelect()} <input name="words" placeholder="@Vigie help" maxlength="500" required>
    <button>${teamsPicture.say[locale]}</button>
  </form>`;
}

function whoSelect(): Html {
  return html`<select name="person">${sandboxPeople.map((one) => html`<option value="${one.teams}">${one.name}</option>`)}</select>`;
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
