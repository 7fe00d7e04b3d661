import type { Actor } from "../actor.ts";

/** Who switched, and when, in ms since the epoch. */
export type Switched = { readonly by: Actor; readonly at: number };

/** Whether Vigie may act on models by itself (U-06), and who said so last. */
export type AutomationState = {
  readonly is: "on" | "off";
  /** Absent while nobody ever switched. */
  readonly said?: Switched;
};
