import type { Actor } from "../actor.ts";

/** Whether Vigie may act on models by itself (U-06), and who said so last, when, in ms since the epoch. */
export type AutomationState = {
  readonly is: "on" | "off";
  /** Absent while nobody ever switched. */
  readonly said?: { readonly by: Actor; readonly at: number };
};
