/** How long an incident that a person ended stays silent while its source fires on (behaviour 3). */
export const holds = ["until-resolved", "24h", "7d", "until-next-version"] as const;
export type Hold = (typeof holds)[number];

/** Why an alert was judged false (behaviour 3). */
export const falsePositiveReasons = [
  "test-traffic",
  "threshold-too-tight",
  "stale-baseline",
  "late-data",
  "season",
  "other",
] as const;
export type FalsePositiveReason = (typeof falsePositiveReasons)[number];

/** What the cause of an incident was (U-09). */
export const causes = ["data", "model", "external"] as const;
export type Cause = (typeof causes)[number];

/** What people say was done so that users are safe again, without Vigie having done it. */
export const mitigationsByHand = ["by-hand", "waived"] as const;
/** How users came to be safe again. `by-action`: what Vigie did helped (behaviour 7). */
export const mitigations = [...mitigationsByHand, "by-action"] as const;
export type Mitigation = (typeof mitigations)[number];

/** Why an act that somebody may do comes to nothing now. */
const actRefusals = [
  "over",
  "not-over",
  "already-so",
  "needs-cause",
  "needs-remediation",
  "still-firing",
  "not-acknowledged",
  "no-ladder",
  "too-often",
  /** Longer than a silence may be. */
  "too-long",
  /** It would be over already. */
  "too-late",
  /** URGENT, or of security: silenced only where the form says so (U-46). */
  "guarded",
  /** What it would do is not known, or it cannot be done now. */
  "no-plan",
  /** It would change nothing. */
  "no-op",
  /** The version that it goes to is not marked tested: a reason is needed (A004-31). */
  "untested",
  /** Another action is under way. */
  "under-way",
  /** Who asked cannot approve (four eyes). */
  "own-request",
  /** The policy's condition for it does not hold: a reason is needed (A003-20). */
  "condition",
  /** Cool-down, or once per so long (U-34). */
  "too-soon",
  "nothing-to-undo",
  /** No run waits for that any more. */
  "not-waiting",
  /** An exercise acts on nothing. */
  "exercise",
] as const;
export type ActRefusal = (typeof actRefusals)[number];

/** Why a press was refused before it reached the incident. */
const pressRefusals = [
  "role",
  "nobody-on-call",
  "not-offered",
  "stale",
  "form",
  "too-long",
  /** The vendor did not say in time who they are. */
  "unknown-person",
] as const;
export type PressRefusal = (typeof pressRefusals)[number];
