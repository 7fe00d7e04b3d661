import type { ActionEntryKind } from "../actions/apply-actions.ts";
import { actionShapes } from "./action-shapes.ts";
import { type Teller, teller } from "./teller.ts";

/** Entries that tell what changed, what could be done and what was, as sentences. */
export const actionTellers: { readonly [K in ActionEntryKind]: Teller } = {
  changes: teller(actionShapes.changes, () => ""),
  planned: teller(actionShapes.planned, () => ""),
  "action-proposed": teller(actionShapes["action-proposed"], () => ""),
  "action-asked": teller(actionShapes["action-asked"], () => ""),
  "action-approval-due": teller(actionShapes["action-approval-due"], () => ""),
  "action-approved": teller(actionShapes["action-approved"], () => ""),
  "action-declined": teller(actionShapes["action-declined"], () => ""),
  "action-started": teller(actionShapes["action-started"], () => ""),
  "action-begun": teller(actionShapes["action-begun"], () => ""),
  "action-held": teller(actionShapes["action-held"], () => ""),
  "action-hurried": teller(actionShapes["action-hurried"], () => ""),
  "action-step": teller(actionShapes["action-step"], () => ""),
  "action-serving": teller(actionShapes["action-serving"], () => ""),
  "action-done": teller(actionShapes["action-done"], () => ""),
  "action-failed": teller(actionShapes["action-failed"], () => ""),
  "action-verdict": teller(actionShapes["action-verdict"], () => ""),
};
