import type { GateRate, Lane } from "../incident/mark.ts";
import type { IncidentView } from "../incident/view.ts";
import type { Destination } from "../policy/destination.ts";
import type { Locale } from "../words/locale.ts";

/** Why a vendor write did not succeed; also the label of the metrics, each created at zero (style 9). */
export const deliveryReasons = [
  "rate-limited",
  "time-out",
  "unreachable",
  "server-error",
  "bad-answer",
  "gate",
  "bad-request",
  "unauthorized",
  "forbidden",
  "not-found",
  "archived",
  "not-in-channel",
  "not-in-policy",
  "absent",
  "lease-lost",
  "bug",
] as const;
export type DeliveryReason = (typeof deliveryReasons)[number];

/**
 * What became of one vendor write.
 * - `sent`: done; `binding` is what the destination shows now.
 * - `retry`: may succeed later; `afterMs` is the vendor's `Retry-After` and shuts the gate for this destination only.
 *   `maybe` says whether the vendor may have accepted it all the same (time-out, reset): the doubt stays.
 * - `refused`: will not succeed by trying again; a dead letter, but for a page (protocol 9).
 */
export type WriteOutcome<Binding> =
  | { readonly kind: "sent"; readonly binding: Binding; readonly told?: Told }
  | {
      readonly kind: "retry";
      readonly reason: DeliveryReason;
      readonly afterMs?: number;
      readonly maybe: boolean;
      readonly detail?: string;
    }
  | { readonly kind: "refused"; readonly reason: DeliveryReason; readonly detail?: string };

/** What the incident learns of a delivery: facts for its journal and for the cards elsewhere. */
export type Told = {
  /** http(s) link to what was made. */
  readonly link?: string;
  /** Its short name: an issue key. */
  readonly label?: string;
  /** The page number that the vendor accepted. */
  readonly pageNo?: number;
};

/**
 * One vendor write. `step` names it in traces and in doubts: `post`, `edit`, `reply:17`, `trigger:1`. `idempotent`
 * writes may be repeated freely; before any other the binding is stored as in doubt (protocol 1.2).
 */
export type Step = {
  readonly step: string;
  readonly idempotent: boolean;
  /**
   * Whether somebody may hear of it: a first message, a page, what rings in a thread. Outside a destination's hours it
   * waits (behaviour 9); an edit, a silent reply and an end do not.
   */
  readonly rings: boolean;
  /** Gates to pass just before the write, each with its rate (protocol 8.1). */
  readonly gates: readonly { readonly key: string; readonly rate: GateRate }[];
};

/** A write whose outcome is not known: stored before the call, taken away by its outcome. */
export type Doubt = { readonly step: string; readonly attemptId: string; readonly at: number; readonly looks: number };

/**
 * What a look for one's own trace found: the binding as it is now; nothing, so that the write is done again; or too
 * early to say, look again after `afterMs` (Jira's search lags).
 */
export type LookUp<Binding> =
  | { readonly kind: "found"; readonly binding: Binding; readonly told?: Told }
  | { readonly kind: "absent" }
  | { readonly kind: "wait"; readonly afterMs: number }
  | Exclude<WriteOutcome<Binding>, { readonly kind: "sent" }>;

/** What a start-up check found: fine, or what is wrong and what to click, as keys of `words/`. */
export type CheckResult =
  | { readonly kind: "ok"; readonly notes: readonly CheckNote[] }
  | { readonly kind: "faulty"; readonly notes: readonly CheckNote[] };
/** `key` is a key of `words/`; `values` fill its blanks. */
export type CheckNote = { readonly key: string; readonly values: Readonly<Record<string, string>> };

/** What became of opening a channel; `uninvited` counts those who could not be invited. */
export type OpenedChannel =
  | { readonly kind: "opened"; readonly label: string; readonly link?: string; readonly uninvited: number }
  | Exclude<WriteOutcome<never>, { readonly kind: "sent" }>;

/** What a write needs besides the step. */
export type WriteContext<S, Binding> = {
  readonly view: IncidentView;
  readonly destination: Destination;
  readonly binding: Binding | null;
  readonly step: S;
  /** Marks the trace at the vendor where it allows one. */
  readonly attemptId: string;
  /** Aborts the call at its time-out. */
  readonly signal: AbortSignal;
};

/**
 * A receiver: brings one destination in line with one incident (DESIGN 2). `next` is pure and gives one write at a time;
 * `delivery/sync.ts` asks the gates, stores the doubt, lets it be written, stores the outcome, and asks again until
 * nothing is left. A binding is plain JSON that `readBinding` parses; it belongs to the receiver alone.
 */
export type Receiver<S extends Step = Step, Binding = unknown> = {
  /** The folder's name; `receiver` in the API. */
  readonly name: string;
  readonly lane: Lane;
  /** Longest time one call may take, in ms. */
  readonly timeOutMs: number;
  readBinding(value: unknown): Binding | null;
  /** The next write that brings the destination in line, or `null` when it is. */
  next(view: IncidentView, binding: Binding | null, destination: Destination): S | null;
  write(context: WriteContext<S, Binding>): Promise<WriteOutcome<Binding>>;
  /** Looks for the trace of a doubtful write; absent where the vendor has no way to look (Teams). */
  lookUp?(context: Omit<WriteContext<S, Binding>, "step"> & { readonly doubt: Doubt }): Promise<LookUp<Binding>>;
  /** Opens a channel of the incident's own and shows the incident there; absent where the vendor has none. */
  openChannel?(own: {
    readonly view: IncidentView;
    readonly locale: Locale;
    /** The vendor's ids of who is invited. */
    readonly people: readonly string[];
    readonly attemptId: string;
    readonly signal: AbortSignal;
  }): Promise<OpenedChannel>;
  /** The plain one-line write that stands in when drawing fails (protocol 9); never throws for any incident. */
  plain(view: IncidentView, binding: Binding | null, destination: Destination): S | null;
  /** Checks token, channel, project at start; also gives the place's canonical id where the vendor has one. */
  check(destination: Destination, signal: AbortSignal): Promise<CheckResult & { readonly canonical?: string }>;
};
