import { html } from "hono/html";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { slackPicture } from "../../words/slack.ts";
import { drawBlocks } from "./draw-blocks.ts";
import { drawDate, drawMrkdwn, type Html } from "./draw-mrkdwn.ts";
import type { SandboxChannel, SandboxMessage, SlackMemory } from "./memory.ts";

const messagesMax = 50;
const attachmentSchema = z.object({ color: z.string().optional(), text: z.string().optional(), blocks: z.unknown() });

const css = `
.slack { font: 15px/1.45 system-ui, sans-serif; color: #1d1c1d; background: #fff; padding: 1rem; overflow-wrap: anywhere }
.slack h3 { border-bottom: 1px solid #ddd; padding-bottom: .3rem }
.slack article { margin: .8rem 0 } .slack article article { margin-left: 2rem; font-size: .93em }
.slack p, .slack h4 { margin: .15rem 0; white-space: pre-wrap } .slack small { color: #616061 }
.slack mark { background: #fdf0c8; color: #1264a3; border-radius: 3px; padding: 0 .15em }
.slack .bar { border-left: 4px solid #ddd; border-radius: 4px; padding-left: .7rem; margin: .3rem 0 }
`;

/** Draws what a person would see in Slack: each channel with its newest messages first and their threads. */
export function drawPicture(memory: SlackMemory, locale: Locale): Html {
  const channels = memory.channels().map((channel) => drawChannel(channel, memory.messages(channel.id), locale));
  return html`<div class="slack"><style>${css}</style>${channels}</div>`;
}

function drawChannel(channel: SandboxChannel, messages: readonly SandboxMessage[], locale: Locale): Html {
  const marks = [
    ...(channel.isPrivate ? [slackPicture.private[locale]] : []),
    ...(channel.isArchived ? [slackPicture.archived[locale]] : []),
  ];
  const flow = messages
    .filter((one) => one.threadTs === one.ts || one.broadcast)
    .toSorted((a, b) => (a.ts < b.ts ? 1 : -1))
    .slice(0, messagesMax);
  const thread = (parent: SandboxMessage) =>
    messages.filter((one) => one.threadTs === parent.ts && one.ts !== parent.ts).map((one) => drawMessage(one, locale));
  const drawn = flow.map((one) =>
    one.broadcast
      ? drawMessage(one, locale, slackPicture.repliedToThread[locale])
      : drawMessage(one, locale, "", thread(one)),
  );
  const empty = html`<p><small>${slackPicture.empty[locale]}</small></p>`;
  return html`<h3># ${channel.name} <small>${marks.join(", ")}</small></h3>${drawn.length > 0 ? drawn : empty}`;
}

function drawMessage(message: SandboxMessage, locale: Locale, before = "", thread: readonly Html[] = []): Html {
  const when = drawDate(Math.floor(Number(message.ts)), "{time}");
  const edited = message.editedTs ? html` <small>${slackPicture.edited[locale]}</small>` : html``;
  const words = message.blocks.length > 0 ? drawBlocks(message.blocks) : html`<p>${drawMrkdwn(message.text)}</p>`;
  return html`<article id="p${message.ts.replace(".", "")}"><b>Vigie</b> <small>${when} ${before}</small>${edited}
${words}${message.attachments.map(drawAttachment)}${thread}</article>`;
}

function drawAttachment(value: unknown): Html {
  const attachment = attachmentSchema.safeParse(value).data;
  if (!attachment) return html``;
  const color = /^#[0-9a-f]{6}$/i.test(attachment.color ?? "") ? attachment.color : "#dddddd";
  const text = attachment.text ? html`<p>${drawMrkdwn(attachment.text)}</p>` : html``;
  return html`<div class="bar" style="border-color:${color}">${text}${drawBlocks(attachment.blocks)}</div>`;
}
