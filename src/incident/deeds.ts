import type { Severity } from "../alert/severity.ts";
import type { DeadlineKind } from "./judgement.ts";

/** What somebody did, when, and where: a receiver's name or a destination. */
export type Act = { readonly by: string; readonly at: number; readonly where: string };

/** What was promised by when. What is met leaves the list. */
export type Deadline = {
  readonly kind: DeadlineKind;
  readonly dueAt: number;
  readonly severity: Severity;
  /** When it was set: warnings come at shares of the time from then. Absent in records of before this field. */
  readonly setAt?: number;
  /** What was said of it so far. */
  readonly said?: "half" | "near" | "overdue";
  /** How often somebody asked for more time (behaviour 5). */
  readonly putOff?: number;
  /** Overdue, and escalated for it. */
  readonly escalated?: true;
};

/** An expert group that was called (U-27). */
export type ExpertCall = {
  readonly group: string;
  readonly at: number;
  readonly by: string;
  /** Who came, and when. */
  readonly joined?: { readonly by: string; readonly at: number };
};
