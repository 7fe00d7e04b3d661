import type { ActionsBlock, Button, ConfirmationDialog, Overflow, PlainTextElement, StaticSelect } from "@slack/types";
import type { Card, CardButton } from "../../incident/card.ts";
import { cut } from "../../incident/draw/tidy.ts";
import { handlerPrefix, menuAction, pressValue } from "../../incident/press-value.ts";
import type { Locale } from "../../words/locale.ts";
import { slackChat } from "../../words/slack-chat.ts";
import { limits } from "./limits.ts";

/** An overflow menu takes five options; more are a select, which Slack draws with its name. */
const overflowMax = 5;

/**
 * Draws the card's buttons and its menu, in the card's order; `[]` where there is nothing to press. A button carries ids
 * only: which incident, and the version that its reader saw.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks/actions-block (2026-11-20)
 */
export function drawButtons({ buttons, menu, about }: Card, locale: Locale): ActionsBlock[] {
  const value = pressValue(about);
  const elements = [...buttons.map((button) => drawButton(button, value)), ...drawMenu(menu, value, locale)];
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

function drawButton({ handler, text, look, confirm }: CardButton, value: string): Button {
  return {
    type: "button",
    action_id: `${handlerPrefix}${handler}`,
    text: plain(text, limits.buttonMaxChars),
    value,
    ...(look === "plain" ? {} : { style: look }),
    ...(confirm ? { confirm: drawConfirm(confirm, look) } : {}),
  };
}

function drawConfirm(
  { title, text, ok, cancel }: NonNullable<CardButton["confirm"]>,
  look: CardButton["look"],
): ConfirmationDialog {
  return {
    title: plain(title, limits.confirmTitleMaxChars),
    text: plain(text, limits.confirmTextMaxChars),
    confirm: plain(ok, limits.confirmButtonMaxChars),
    deny: plain(cancel, limits.confirmButtonMaxChars),
    ...(look === "plain" ? {} : { style: look }),
  };
}

/** The ingress asks for confirmation of an option by a form: a menu's own would be asked for each of its options. */
function drawMenu(menu: readonly CardButton[], value: string, locale: Locale): (Overflow | StaticSelect)[] {
  if (menu.length === 0) return [];
  const options = menu.slice(0, limits.optionsMax).map(({ handler, text }) => ({
    text: plain(text, limits.buttonMaxChars),
    value: `${handler}:${value}`,
  }));
  if (options.length <= overflowMax) return [{ type: "overflow", action_id: menuAction, options }];
  const placeholder = plain(slackChat.more[locale], limits.buttonMaxChars);
  return [{ type: "static_select", action_id: menuAction, placeholder, options }];
}

function plain(text: string, maxChars: number): PlainTextElement {
  return { type: "plain_text", text: cut(text.toWellFormed(), maxChars), emoji: false };
}
