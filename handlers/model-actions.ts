import type { Handler } from "../src/chat/handler.ts";
import { type ActionId, actionIds } from "../src/incident/actions/action-ids.ts";
import { type Different, modelAction } from "./model-action.ts";

/** What takes a model away looks dangerous; a rollback stands before the other actions, a withdrawal after them. */
const differing: { readonly [Id in ActionId]?: Different } = {
  rollback: { order: 37 },
  disable: { look: "danger" },
  withdrawal: { look: "danger", order: 119 },
};

/** The actions on models and services, a button each: a new one is a line in `action-ids.ts`. */
export const modelActions: readonly Handler[] = actionIds.map((id) => modelAction(id, differing[id]));
