/** What can be done to a model or its service, where the service declares how (`actions:` in the policy). */
export const actionIds = [
  /** Goes back to the version before (C-08, behaviour 7). */
  "rollback",
  /** Takes the model out of use. */
  "disable",
  /** Switches to what the service falls back on. */
  "fallback",
  /** The model answers nobody and is compared only (U-08). */
  "shadow-mode",
  /** The model is measured more often (U-08). */
  "reinforced-monitoring",
  /** Trains the model anew, where the policy's condition holds (A003-20, U-33). */
  "retrain",
  /** Restarts the service, once in five minutes (U-34). */
  "restart",
  /** Rebuilds what the service is made of, where a restart did not help (U-34). */
  "rebuild",
  /** Limits how much is asked of the service. */
  "rate-limit",
  /** Blocks a source by its token; its address is shown to nobody (U-18). */
  "block-source",
  /** Measures against another baseline from now on. */
  "update-baseline",
  /** Takes the model out of service; the product owner decides (U-29). */
  "withdrawal",
] as const;
export type ActionId = (typeof actionIds)[number];

/** Whether a word is one of them. */
export function isActionId(word: string): word is ActionId {
  return actionIds.some((id) => id === word);
}
