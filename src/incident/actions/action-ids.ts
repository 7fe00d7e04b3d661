/** What can be done to a model or its service, where the service declares how (`actions:` in the policy). */
export const actionIds = [
  "rollback",
  "disable",
  "fallback",
  "shadow-mode",
  "reinforced-monitoring",
  "retrain",
  "restart",
  "rebuild",
  "rate-limit",
  "block-source",
  "update-baseline",
  "withdrawal",
] as const;
export type ActionId = (typeof actionIds)[number];

/** Whether a word is one of them. */
export function isActionId(word: string): word is ActionId {
  return actionIds.some((id) => id === word);
}
