import { html } from "hono/html";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { slackPicture } from "../../words/slack.ts";
import { type DrawActions, drawBlocks, type SandboxAction } from "./draw-blocks.ts";
import { drawDate, drawMrkdwn, type Html } from "./draw-mrkdwn.ts";
import type { SandboxChannel, SandboxEphemeral, SandboxMessage, SlackMemory } from "./memory.ts";
import type { SandboxPress } from "./people-routes.ts";
import { people } from "./users.ts";

const messagesMax = 50;
const ephemeralsMax = 3;
const attachmentSchema = z.object({ color: z.string().optional(), text: z.string().optional(), blocks: z.unknown() });

const css = `
.slack { font: 15px/1.45 system-ui, sans-serif; color: #1d1c1d; background: #fff; padding: 1rem; overflow-wrap: anywhere }
.slack h3 { border-bottom: 1px solid #ddd; padding-bottom: .3rem }
.slack article { margin: .8rem 0 } .slack article article { margin-left: 2rem; font-size: .93em }
.slack p, .slack h4 { margin: .15rem 0; white-space: pre-wrap } .slack small { color: #616061 }
.slack mark { background: #fdf0c8; color: #1264a3; border-radius: 3px; padding: 0 .15em }
.slack .actions { display: flex; flex-wrap: wrap; gap: .4rem; margin: .4rem 0 }
.slack button { font: inherit; font-weight: 600; padding: .2rem .7rem; border: 1px solid #bbb; border-radius: 4px; background: #fff; color: #1d1c1d; cursor: pointer }
.slack button.primary { background: #007a5a; border-color: #007a5a; color: #fff } .slack button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff }
.slack summary { cursor: pointer; border: 1px solid #bbb; border-radius: 4px; padding: .2rem .7rem; list-style: none } .slack details[open] > * + * { display: block; margin-top: .2rem }
.slack aside { border: 1px dashed #bbb; border-radius: 4px; padding: .2rem .7rem; margin: .4rem 0; background: #f8f8f8 }
.slack .bar { border-left: 4px solid #ddd; border-radius: 4px; padding-left: .7rem; margin: .3rem 0 }
`;

/**
 * Draws what a person would see in Slack: each channel with its newest messages first and their threads.
 *
 * @param people where presses go; absent: nothing can be pressed
 */
export function drawPicture(memory: SlackMemory, locale: Locale, people?: string): Html {
  const can = people !== undefined;
  const channels = memory.channels().map((channel) => drawChannel(memory, channel, { locale, can }));
  const style = html`<style>${css}</style>`;
  if (!can) return html`<div class="slack">${style}${channels}</div>`;
  return html`<form class="slack" method="post" action="${people}/press">${style}${drawDesk(memory, people, locale)}${channels}</form>`;
}

/** Who acts, and what they type. The first button is the one that the return key presses. */
function drawDesk(memory: SlackMemory, to: string, locale: Locale): Html {
  const now = memory.presser() ?? people[0].id;
  const options = people.map(
    ({ id, real_name }) => html`<option value="${id}" ${id === now ? html`selected` : html``}>${real_name}</option>`,
  );
  const channels = memory.channels().map(({ id, name }) => html`<option value="${id}">#${name}</option>`);
  return html`<p>${slackPicture.as[locale]} <select name="user">${options}</select>
<select name="channel">${channels}</select> <input name="text" placeholder="/vigie help">
<button formaction="${to}/command">${slackPicture.send[locale]}</button> <a href="${to}/home/${now}">${slackPicture.home[locale]}</a></p>`;
}

type Look = { readonly locale: Locale; readonly can: boolean };

function drawChannel(memory: SlackMemory, channel: SandboxChannel, look: Look): Html {
  const { locale } = look;
  const messages = memory.messages(channel.id);
  const alone = memory
    .ephemerals(channel.id)
    .slice(-ephemeralsMax)
    .toReversed()
    .map((one) => drawEphemeral(one, locale));
  const marks = [
    ...(channel.isPrivate ? [slackPicture.private[locale]] : []),
    ...(channel.isArchived ? [slackPicture.archived[locale]] : []),
  ];
  const flow = messages
    .filter((one) => one.threadTs === one.ts || one.broadcast)
    .toSorted((a, b) => (a.ts < b.ts ? 1 : -1))
    .slice(0, messagesMax);
  const thread = (parent: SandboxMessage) =>
    messages.filter((one) => one.threadTs === parent.ts && one.ts !== parent.ts).map((one) => drawMessage(one, look));
  const drawn = flow.map((one) =>
    one.broadcast
      ? drawMessage(one, look, slackPicture.repliedToThread[locale])
      : drawMessage(one, look, "", thread(one)),
  );
  const empty = html`<p><small>${slackPicture.empty[locale]}</small></p>`;
  return html`<h3># ${channel.name} <small>${marks.join(", ")}</small></h3>${alone}${drawn.length > 0 ? drawn : empty}`;
}

function drawEphemeral({ user, text, blocks, ts }: SandboxEphemeral, locale: Locale): Html {
  const name = people.find(({ id }) => id === user)?.real_name ?? user;
  const words = blocks.length > 0 ? drawBlocks(blocks) : html`<p>${drawMrkdwn(text)}</p>`;
  const when = drawDate(Math.floor(Number(ts)), "{time}");
  return html`<aside><small>${fillName(slackPicture.onlyFor[locale], name)} · ${when}</small>${words}</aside>`;
}

function fillName(sentence: string, name: string): string {
  return sentence.replace("{name}", name);
}

function drawMessage(message: SandboxMessage, look: Look, before = "", thread: readonly Html[] = []): Html {
  const { locale } = look;
  const actions = look.can ? (element: SandboxAction) => drawAction(message, element) : undefined;
  const when = drawDate(Math.floor(Number(message.ts)), "{time}");
  const edited = message.editedTs ? html` <small>${slackPicture.edited[locale]}</small>` : html``;
  const words =
    message.blocks.length > 0 ? drawBlocks(message.blocks, actions) : html`<p>${drawMrkdwn(message.text)}</p>`;
  return html`<article id="p${message.ts.replace(".", "")}"><b>Vigie</b> <small>${when} ${before}</small>${edited}
${words}${message.attachments.map((one) => drawAttachment(one, actions))}${thread}</article>`;
}

function drawAttachment(value: unknown, actions?: DrawActions): Html {
  const attachment = attachmentSchema.safeParse(value).data;
  if (!attachment) return html``;
  const color = /^#[0-9a-f]{6}$/i.test(attachment.color ?? "") ? attachment.color : "#dddddd";
  const text = attachment.text ? html`<p>${drawMrkdwn(attachment.text)}</p>` : html``;
  return html`<div class="bar" style="border-color:${color}">${text}${drawBlocks(attachment.blocks, actions)}</div>`;
}

/** A real button: it is sent with the form that the picture is, and says which message it stands in. */
function drawAction({ channel, ts }: SandboxMessage, element: SandboxAction): Html {
  const button = (text: string, press: Omit<SandboxPress, "channel" | "ts">, style = "") =>
    html`<button name="press" class="${style}" value="${JSON.stringify({ channel, ts, ...press })}">${text}</button>`;
  const action = element.action_id ?? "";
  if (element.type !== "button") {
    const name = element.type === "static_select" ? (element.placeholder?.text ?? "⋯") : "⋯";
    const options = element.options.map(({ text, value }) => button(text.text, { action, option: value }));
    return html`<details><summary>${name}</summary>${options}</details>`;
  }
  if (!element.confirm) return button(element.text.text, { action }, element.style);
  const { title, text, confirm } = element.confirm;
  return html`<details><summary>${element.text.text}</summary><b>${title.text}</b><p>${text.text}</p>${button(confirm.text, { action }, element.style)}</details>`;
}
