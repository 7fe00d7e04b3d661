import type { Alert } from "../alert/alert.ts";
import type { Outlook } from "./actions/outlook.ts";
import type { VersionCount } from "./actions/plan.ts";
import type { RunFailure, StepFailure, Verdict } from "./actions/run.ts";
import type { Actor } from "./actor.ts";
import type { HumanAct, Reading } from "./acts.ts";
import type { Judgement, Owed } from "./judgement.ts";
import type { FalsePositiveReason, Hold, PressRefusal } from "./reasons.ts";
import type { SeriesState } from "./series-state.ts";

/** An alert with what the policy says of it. */
export type JudgedAlert = {
  readonly alert: Alert;
  readonly judgement: Judgement;
  /** Where its series stands in groups that other policies put it in (protocol 10.1); absent where it does in none. */
  readonly series?: SeriesState;
};

/** Whether a fact is about every alert of its incident: what a person ends is held alert by alert. */
export function isAboutAllAlerts(fact: Fact): boolean {
  return (
    fact.kind === "ended" || (fact.kind === "act" && (fact.act.kind === "judge-false" || fact.act.kind === "close"))
  );
}

/**
 * Something that happened, for `decide` to turn into journal entries and marks.
 * - `alerts`: alerts of one group, in order of arrival. `stillActive` answers protocol 5.2 for a firing that follows its
 *   own resolution: `gone` wakes nobody.
 * - `told`, `undelivered`: what became of a delivery.
 * - `closing`: the reopen window of a resolved incident is over.
 */
export type Fact =
  | {
      readonly kind: "alerts";
      readonly alerts: readonly JudgedAlert[];
      /** Alerts that the sender says it left out of this message. */
      readonly truncated: number;
      readonly stillActive: "active" | "gone" | "unknown";
    }
  | {
      readonly kind: "told";
      readonly uid: string;
      readonly destination: string;
      readonly link?: string;
      readonly label?: string;
      readonly pageNo?: number;
    }
  | {
      readonly kind: "undelivered";
      readonly uid: string;
      readonly destination: string;
      readonly reason: string;
      /** The vendor's own words, or the click that mends it; bounded, never a secret. */
      readonly detail?: string;
      readonly state: "retrying" | "undelivered";
      /** The destination's `mention:`; told where the page could not be. */
      readonly mention?: string;
      /** Told in its place. */
      readonly fallback: readonly Owed[];
    }
  | { readonly kind: "closing"; readonly uid: string }
  /** What may say whether a run of it helped was measured; a series of another group (behaviour 7). */
  | { readonly kind: "measured"; readonly uid: string; readonly judged: JudgedAlert }
  /** A person ended it: judged false, or closed by hand (behaviour 3, protocol 5.3). */
  | {
      readonly kind: "ended";
      readonly uid: string;
      readonly as: "false_positive" | "closed_by_hand";
      /** Who, as the journal names actors: `person:ada@corp.example`. */
      readonly by: string;
      readonly hold: Hold;
      readonly because?: FalsePositiveReason;
    }
  /** Somebody resolved it at a vendor; while the source fires that is an acknowledgement (protocol 3.3). */
  | {
      readonly kind: "resolved-elsewhere";
      readonly uid: string;
      readonly by: string;
      readonly name?: string;
      readonly where: string;
      /** The vendor's id of the message; known again, it has no second effect (protocol 4.4). */
      readonly senderId?: string;
    }
  /** The hold that a person chose is over (timer `hold`); what still fires comes back. */
  | { readonly kind: "hold-over"; readonly uid: string; readonly firing: readonly JudgedAlert[] }
  /** Nothing was measured for so long that the card must not look fresh (timer `stale`). */
  | {
      readonly kind: "stale";
      readonly uid: string;
      /** When any of these series, which fire, was measured last. */
      readonly since: number;
      readonly series: readonly string[];
    }
  /** Somebody who may did something. Without `read` nothing outdates it: a vendor's webhook, a machine. */
  | {
      readonly kind: "act";
      readonly uid: string;
      readonly act: HumanAct;
      readonly by: Actor;
      /** The surface, or the receiver where it was done: `slack`, `teams`, `api`, `web`, `cli`, `pagerduty`, `jira`. */
      readonly where: string;
      readonly read?: Reading;
      /** The vendor's id of the message; known again, it has no second effect (protocol 4.4). */
      readonly senderId?: string;
    }
  /** Somebody pressed who may not; only the journal hears of it. */
  | {
      readonly kind: "pressed-in-vain";
      readonly uid: string;
      readonly handler: string;
      readonly by: Actor;
      readonly where: string;
      readonly because: PressRefusal;
    }
  /** Timer `deadline`: what is due by now is warned of or overdue (behaviour 5, U-02, U-35). */
  | { readonly kind: "deadline-due"; readonly uid: string; readonly hearsPages: boolean }
  /**
   * Timer `escalation`: nobody has acknowledged, or judged, so far. `hearsPages`: whether Vigie would have learnt of an
   * acknowledgement at the pages' vendor; where it would not, it escalates nothing for want of one (behaviour 5).
   */
  | { readonly kind: "escalation-due"; readonly uid: string; readonly hearsPages: boolean }
  /** Timer `remind`: rings again until somebody acknowledges (behaviour 4). */
  | { readonly kind: "remind-due"; readonly uid: string }
  /** Timer `update`: the next word to stakeholders is due, or nobody is Incident Commander yet (U-26). */
  | { readonly kind: "update-due"; readonly uid: string }
  /** Timer `silence`: the silence is over; what still fires rings as new (behaviour 3). */
  | { readonly kind: "silence-over"; readonly uid: string; readonly silence: string }
  /** Timer `unheard`: the sender cannot be asked and has been silent (protocol 5.4); without `since` it was heard again. */
  | { readonly kind: "unheard"; readonly uid: string; readonly since?: number }
  /** The channel of its own is there (mark `channel`). */
  | { readonly kind: "channel-open"; readonly uid: string; readonly link: string; readonly label: string }
  /** Timer `outlook`: Vigie looked at what changed and at what could be done. */
  | { readonly kind: "outlook"; readonly uid: string; readonly outlook: Outlook }
  /** Timer `action`: something became of a run. One that does not fit where the run stands is of yesterday, and changes nothing. */
  | { readonly kind: "run"; readonly uid: string; readonly run: string; readonly news: RunNews }
  /** Timer `approval`: nobody has approved or declined so far (behaviour 6). */
  | { readonly kind: "approval-due"; readonly uid: string };

/**
 * What became of a run.
 * - `begun`: its steps begin now: the veto window is over.
 * - `step-begun`: the call of a step is about to leave; told before it does (protocol 1.2).
 * - `step-done`, `step-failed`, `step-skipped`.
 * - `serving`: what serves now.
 * - `reached`: all of it is what was wanted, or the policy does not say how to see it.
 * - `failed`: it ends without its effect.
 * - `verdict`: whether it helped, where no measurement of the incident's own says it.
 */
export type RunNews =
  | { readonly what: "begun" }
  | { readonly what: "step-begun"; readonly step: number }
  | {
      readonly what: "step-done";
      readonly step: number;
      readonly before?: string;
      readonly after?: string;
      readonly link?: string;
    }
  | { readonly what: "step-skipped"; readonly step: number; readonly because?: "no-way-back" }
  | { readonly what: "step-failed"; readonly step: number; readonly because: StepFailure; readonly detail?: string }
  | { readonly what: "serving"; readonly serving: readonly VersionCount[] }
  | {
      readonly what: "reached";
      /** Absent where the policy does not say how to see it. */
      readonly serving?: readonly VersionCount[];
      /** When the first measurement can answer, and until when it is waited for; absent: nothing is measured. */
      readonly firstAnswerAt?: number;
      readonly watchUntil?: number;
      /** The verdict, where nothing can ever give one. */
      readonly verdict?: Verdict;
    }
  | { readonly what: "failed"; readonly because: RunFailure; readonly detail?: string }
  | { readonly what: "verdict"; readonly verdict: Verdict };
