/**
 * What must hold for an action to be done by itself (behaviour 7), in the order in which people read it. One that does not
 * hold lets the mode fall to `approve`, and the card says which.
 */
export const tickIds = [
  "automation-on",
  "not-exercise",
  "not-silenced",
  "champion",
  "version-serving",
  "performance",
  "changed-before",
  "target",
  "tested",
  "fresh",
  "sample",
  "cool-down",
  "per-day",
] as const;
export type TickId = (typeof tickIds)[number];

/** One of them, with what it was judged by; every field is data, `words/` makes the sentence. */
export type Tick = {
  readonly id: TickId;
  readonly ok: boolean;
  /** Versions: what the event says, what serves, where it would go. */
  readonly version?: string;
  readonly serving?: string;
  readonly role?: string;
  /** What was measured, where the action is about another model. */
  readonly model?: string;
  readonly metric?: string;
  /** Counts and limits: the sample, the runs of today. */
  readonly value?: number;
  readonly limit?: number;
  /** Times in ms since the epoch: of the change, of the window, until when. */
  readonly at?: number;
  readonly by?: string;
  /** Where to look instead: a worse input of the same model, `null_ratio 0.4 since 02:10`. */
  readonly look?: { readonly metric: string; readonly value: number; readonly since: number };
};
