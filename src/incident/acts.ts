import type { Severity } from "../alert/severity.ts";
import type { ActionId } from "./actions/action-ids.ts";
import type { Actor } from "./actor.ts";
import type { EntryKind } from "./entry-kinds.ts";
import type { JudgedDeadline, Lifecycle, Owed } from "./judgement.ts";
import type { Patience } from "./patience.ts";
import type { ActRefusal, Cause, FalsePositiveReason, Hold, mitigationsByHand } from "./reasons.ts";
import type { Silence } from "./silence.ts";

/** Where an escalation goes: the next step of the ladder, or to whom a person chose, with what is owed for it. */
export type EscalationTarget =
  | { readonly kind: "next" }
  | { readonly kind: "person"; readonly person: Actor; readonly owed: readonly Owed[] }
  | { readonly kind: "team"; readonly team: string; readonly owed: readonly Owed[] };

/** What a person does to an incident: one entry of the journal each, decided by `acts/`. */
export type HumanAct =
  /** `takeOver`: from whoever acknowledged before. */
  | { readonly kind: "acknowledge"; readonly takeOver?: true }
  /** A vendor took the acknowledgement back (behaviour 5). */
  | { readonly kind: "unacknowledge"; readonly because: string }
  | { readonly kind: "judge-real" }
  | {
      readonly kind: "judge-false";
      readonly hold: Hold;
      readonly because: FalsePositiveReason;
      readonly text?: string;
    }
  /** What the severity brings by policy is handed in, as a judgement is. */
  | {
      readonly kind: "set-severity";
      readonly to: Severity;
      readonly why: string;
      readonly owed: readonly Owed[];
      readonly deadlines: readonly JudgedDeadline[];
      /** Who ends it at that severity; absent: as before. */
      readonly lifecycle?: Lifecycle;
      /** How long is waited for people at that severity. */
      readonly patience?: Patience;
    }
  | { readonly kind: "assign"; readonly to: Actor }
  | { readonly kind: "escalate"; readonly to: EscalationTarget; readonly why?: string }
  /** `mentions` by receiver: `slack` → `<!subteam^S012AB>`; `owed` pages an expert's own service. */
  | {
      readonly kind: "call-expert";
      readonly group: string;
      readonly mentions: Readonly<Record<string, string>>;
      readonly owed: readonly Owed[];
      readonly why?: string;
    }
  /** An expert who was called says "I am here". */
  | { readonly kind: "join-as-expert"; readonly group: string }
  /** Appoints the Incident Commander, or hands the role over. */
  | { readonly kind: "appoint"; readonly to: Actor }
  | { readonly kind: "note"; readonly text: string }
  /** To stakeholders; `nextAt` is when the next one is due. */
  | { readonly kind: "update"; readonly text: string; readonly nextAt?: number }
  | { readonly kind: "silence"; readonly silence: Silence }
  | { readonly kind: "unsilence" }
  | { readonly kind: "mitigate"; readonly how: (typeof mitigationsByHand)[number]; readonly text: string }
  | { readonly kind: "investigate" }
  | { readonly kind: "record-cause"; readonly cause: Cause; readonly text: string }
  /** Both are required (U-10): references as people write them, a link or a key. */
  | { readonly kind: "remediate"; readonly fix: string; readonly monitoring: string }
  /** Ends what people work on; `hold` for what fires on. */
  | { readonly kind: "resolve"; readonly text?: string }
  | { readonly kind: "close"; readonly hold: Hold; readonly text?: string }
  /** `deadlines`, `patience`: what its severity brings by policy; those that ran out begin anew. */
  | {
      readonly kind: "reopen";
      readonly why: string;
      readonly deadlines?: readonly JudgedDeadline[];
      readonly patience?: Patience;
    }
  /** Ten more minutes before the triage escalates (behaviour 5). */
  | { readonly kind: "put-off-triage" }
  /**
   * Does an action as it was planned when the presser read it; `run` is its id, random hex. `why`: for an untested version,
   * against a condition that does not hold, or alone where an approver is asked for (behaviour 6). `owed`: whom to page for
   * the approval, where one is needed.
   */
  | {
      readonly kind: "run-action";
      readonly action: ActionId;
      readonly run: string;
      readonly why?: string;
      /** Decides alone, without the approver: the person on call, with a reason. */
      readonly alone?: true;
      /** The token of the source to block (U-18). */
      readonly source?: string;
      readonly owed?: readonly Owed[];
    }
  | { readonly kind: "approve-run"; readonly run: string; readonly why?: string; readonly alone?: true }
  | { readonly kind: "decline-run"; readonly run: string; readonly why?: string }
  /** In the veto window: stops it, or begins it now. */
  | { readonly kind: "hold-run"; readonly run: string }
  | { readonly kind: "hurry-run"; readonly run: string }
  /** Takes back what a run changed, by a run of its own: `as`, random hex. */
  | { readonly kind: "undo-run"; readonly run: string; readonly as: string }
  /** A channel of its own, named after the incident (major incidents). */
  | { readonly kind: "open-channel" }
  /** No person: the pager resolved the page by itself, at `at` by its clock, while nobody had acknowledged (protocol 3.2). */
  | { readonly kind: "page-lapsed"; readonly at: number };
export type HumanActKind = HumanAct["kind"];

/**
 * What a press comes to, decided together with the commit.
 * - `done`: it took effect, once.
 * - `stale`: somebody did something since that outdates what the person had read (protocol 12.5).
 * - `refused`: it makes no sense as things stand.
 */
export type Answer =
  | { readonly kind: "done" }
  | { readonly kind: "stale"; readonly entry: EntryKind; readonly by: Actor; readonly at: number }
  | { readonly kind: "refused"; readonly because: ActRefusal; readonly by?: Actor; readonly at?: number };

/** What a person had read when they pressed, and what outdates that. */
export type Reading = { readonly version: number; readonly outdatedBy: readonly EntryKind[] };
