import { html } from "hono/html";
import { z } from "zod";
import { blocksSchema, type SandboxBlock, type SandboxRichPiece, type SandboxText } from "./block-rules.ts";
import { drawDate, drawMrkdwn, type Html } from "./draw-mrkdwn.ts";
import { people } from "./users.ts";

/** Draws what can be pressed; by default it cannot be. */
export type DrawActions = (element: SandboxAction) => Html;
export type SandboxAction = Extract<SandboxBlock, { type: "actions" }>["elements"][number];

/** Draws blocks about as Slack does; what it does not know is left out. Everything is escaped. */
export function drawBlocks(blocks: unknown, actions: DrawActions = drawDisabled): Html[] {
  return z
    .array(z.unknown())
    .catch([])
    .parse(blocks)
    .map((one) => {
      const [block] = blocksSchema.safeParse([one]).data ?? [];
      return block ? drawBlock(block, actions) : html``;
    });
}

function drawDisabled(element: SandboxAction): Html {
  return html`<button disabled>${element.type === "button" ? element.text.text : "⋯"}</button> `;
}

function drawBlock(block: SandboxBlock, actions: DrawActions): Html {
  switch (block.type) {
    case "divider":
      return html`<hr>`;
    case "header":
      return html`<h4>${block.text.text}</h4>`;
    case "section":
      return html`<p>${[...(block.text ? [block.text] : []), ...(block.fields ?? [])].map((text) => html`${drawText(text)}<br>`)}</p>`;
    case "context":
      return html`<p><small>${block.elements.map((one) => (one.type === "image" ? html`` : html`${drawText(one)} `))}</small></p>`;
    case "actions":
      return html`<div class="actions">${block.elements.map(actions)}</div>`;
    case "input":
      return html``;
    case "image":
      return html`<p><em>${block.alt_text}</em></p>`;
    case "rich_text":
      return html`${block.elements.map(drawRichPart)}`;
  }
}

type RichPart = Extract<SandboxBlock, { type: "rich_text" }>["elements"][number];

function drawRichPart(part: RichPart): Html {
  switch (part.type) {
    case "rich_text_section":
      return html`<p>${part.elements.map(drawPiece)}</p>`;
    case "rich_text_quote":
      return html`<blockquote>${part.elements.map(drawPiece)}</blockquote>`;
    case "rich_text_preformatted":
      return html`<pre>${part.elements.map(drawPiece)}</pre>`;
    case "rich_text_list":
      return html`<ul>${part.elements.map((item) => html`<li>${item.elements.map(drawPiece)}</li>`)}</ul>`;
  }
}

function drawPiece(piece: SandboxRichPiece): Html {
  switch (piece.type) {
    case "text":
      return piece.style?.bold ? html`<b>${piece.text}</b>` : html`${piece.text}`;
    case "link":
      return html`<a href="${piece.url}" rel="noopener noreferrer">${piece.text ?? piece.url}</a>`;
    case "date":
      return drawDate(piece.timestamp, piece.format);
    case "broadcast":
      return html`<mark>@${piece.range}</mark>`;
    case "user":
      return html`<mark>@${people.find(({ id }) => id === piece.user_id)?.real_name ?? piece.user_id}</mark>`;
    case "usergroup":
      return html`<mark>@${piece.usergroup_id}</mark>`;
    case "emoji":
      return html`:${piece.name}:`;
  }
}

function drawText(text: SandboxText): Html {
  return text.type === "mrkdwn" ? drawMrkdwn(text.text) : html`${text.text}`;
}
