import type { Card, CardButton } from "../../incident/card.ts";
import { cut } from "../../incident/draw/tidy.ts";
import { handlerPrefix } from "../../incident/press-value.ts";
import type { CardElement } from "./activity.ts";
import { actionsMax, type CardSize, titleMaxUnits } from "./limits.ts";
import { defuse } from "./markdown.ts";

/** @see https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format#style-and-mode (2026-11-20) */
const styles = { primary: "positive", plain: undefined, danger: "destructive" } as const;

/**
 * The acting buttons, and those of the menu, which one more button unfolds: Teams draws no more than six of a set, and
 * has no question of its own, so that a press that asks first says so. It carries ids only.
 */
export function actingButtons(
  { buttons, menu, about }: Card,
  { menu: menuMax }: CardSize,
  more: string,
): CardElement[] {
  const draw = ({ handler, text, look, confirm }: CardButton): CardElement => ({
    type: "Action.Execute",
    title: defuse(cut(text, titleMaxUnits)) || handler,
    verb: `${handlerPrefix}${handler}`,
    data: { ...about, ...(confirm && { asks: true }) },
    associatedInputs: "none",
    ...(styles[look] && { style: styles[look] }),
  });
  const folded = menu.slice(0, menuMax).map(draw);
  const unfold = { type: "Action.ToggleVisibility", title: more, targetElements: [menuId] };
  const row = [...buttons.slice(0, actionsMax - 1).map(draw), ...(folded.length > 0 ? [unfold] : [])];
  if (row.length === 0) return [];
  const sets = folded.flatMap((_button, at) =>
    at % actionsMax === 0 ? [actionSet(folded.slice(at, at + actionsMax), "small")] : [],
  );
  const under = { type: "Container", id: menuId, isVisible: false, spacing: "small", items: sets };
  return [actionSet(row, "medium"), ...(sets.length > 0 ? [under] : [])];
}

const menuId = "menu";

function actionSet(actions: readonly CardElement[], spacing: "small" | "medium"): CardElement {
  return { type: "ActionSet", spacing, actions };
}

/** How a card is drawn anew for one person. */
export function refreshOf({ about: { groupId, uid } }: Card, title: string): object {
  const action = { type: "Action.Execute", title, verb: `${handlerPrefix}refresh`, data: { groupId, uid } };
  return { action };
}
