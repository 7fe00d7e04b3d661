import type { Card, CardButton } from "../../incident/card.ts";
import { cut } from "../../incident/draw/tidy.ts";
import { handlerPrefix } from "../../incident/press-value.ts";
import type { CardElement } from "./activity.ts";
import { type CardSize, titleMaxUnits } from "./limits.ts";
import { defuse } from "./markdown.ts";

/** @see https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format#style-and-mode (2026-11-20) */
const styles = { primary: "positive", plain: undefined, danger: "destructive" } as const;

/**
 * The acting buttons, and those of the menu, which Teams shows behind `…`. A press carries ids only; one that asks first
 * says so, because Teams has no question of its own.
 */
export function actingButtons({ buttons, menu, about }: Card, { menu: menuMax }: CardSize): CardElement[] {
  const draw = ({ handler, text, look, confirm }: CardButton, place: "row" | "menu") => ({
    type: "Action.Execute",
    title: defuse(cut(text, titleMaxUnits)),
    verb: `${handlerPrefix}${handler}`,
    data: { ...about, ...(confirm && { asks: true }) },
    associatedInputs: "none",
    ...(styles[look] && { style: styles[look] }),
    ...(place === "menu" && { mode: "secondary" }),
  });
  const actions = [
    ...buttons.map((button) => draw(button, "row")),
    ...menu.slice(0, menuMax).map((button) => draw(button, "menu")),
  ];
  return actions.length === 0 ? [] : [{ type: "ActionSet", spacing: "medium", actions }];
}

/** How a card is drawn anew for one person. */
export function refreshOf({ about: { groupId, uid } }: Card, title: string): object {
  const action = { type: "Action.Execute", title, verb: `${handlerPrefix}refresh`, data: { groupId, uid } };
  return { action };
}
