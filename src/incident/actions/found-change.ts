import type { Change } from "../../alert/change.ts";

/** Why a change is held for the likely cause, in the order of weight. */
export const likelyBecause = ["version-named", "same-model", "same-service", "last-before"] as const;
export type LikelyBecause = (typeof likelyBecause)[number];

/** A change near an incident, as its card shows it. */
export type FoundChange = Pick<
  Change,
  "id" | "kind" | "name" | "from" | "to" | "outcome" | "at" | "since" | "url" | "source"
> & {
  /** Against the measurement's window, or the alert's start where there is none. */
  readonly when: "before" | "during" | "after";
  /** How long before the window's end, or the start, in ms; negative: after. */
  readonly earlierMs: number;
  /** Set on at most one of them. */
  readonly likely?: LikelyBecause;
};
