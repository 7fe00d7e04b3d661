import type { Severity } from "../alert/severity.ts";
import type { FalsePositiveReason, Hold } from "./reasons.ts";

/**
 * An incident that a person ended while its source may fire on (protocol 5.3): the same occurrences are counted on it and
 * tell nobody, until they get worse, the model's version changes, they resolve and begin anew, or the hold is over.
 */
export type EndedByHand = {
  readonly by: string;
  readonly at: number;
  /** The severity that was judged; what is above it comes back. */
  readonly severity: Severity;
  /** The model's version that was judged; absent where none was known. */
  readonly modelVersion?: string;
  /** How long its source is held; absent where nothing fired any more. */
  readonly hold?: Hold;
  /** When the hold is over; absent: only a new version, an end or a worse severity ends it. */
  readonly holdUntil?: number;
  readonly because?: FalsePositiveReason;
  /** The beginning of what they said besides. */
  readonly text?: string;
};

/**
 * An occurrence that fired when people ended its incident (protocol 5.3). Kept by its group and fingerprint, because
 * another alert may have opened another incident since.
 */
export type Held = {
  /** The incident that was ended, and who did. */
  readonly uid: string;
  readonly by: string;
  /** What was judged; what is above it comes back. */
  readonly severity: Severity;
  /** Together with the fingerprint, which occurrence. */
  readonly startsAt: number;
  readonly modelVersion?: string;
  readonly until?: number;
};
