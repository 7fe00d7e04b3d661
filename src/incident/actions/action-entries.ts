import type { Doer } from "../doer.ts";
import type { Telling } from "../telling.ts";
import type { ActionId } from "./action-ids.ts";
import type { FoundChange } from "./found-change.ts";
import type { ProposalCause } from "./outlook.ts";
import type { ActionPlan, VersionCount } from "./plan.ts";
import type { Run, RunBefore, RunFailure, StepFailure, StepState, Verdict } from "./run.ts";
import type { Tick } from "./tick.ts";

/** A run as its first entry tells it. */
type StartedRun = {
  run: string;
  action: ActionId;
  plan: ActionPlan;
  why?: string;
  source?: string;
  /** What was measured then, where anything was. */
  before?: RunBefore;
};

/** Entries that tell what changed, what could be done and what was. */
export type ActionEntryData = {
  /** What changed near it, as Vigie found it; all of it each time. */
  changes: { changes: FoundChange[] };
  /**
   * What could be done, as Vigie read it; told to nobody. `drops`: what was put to people is wanted no longer. `moves`: an
   * action goes elsewhere than before, so that who had read it decides on something else (protocol 12.5).
   */
  planned: { plans: ActionPlan[]; suggests?: ActionId; drops?: true; moves?: true };
  /** Put to people. `dry-run`: it would have been done by itself. `again`: they were asked the same before. */
  "action-proposed": {
    action: ActionId;
    because: ProposalCause | "dry-run";
    criterion?: string;
    plan: ActionPlan;
    ticks: Tick[];
    again?: true;
  };
  /** Asked for, and somebody must approve it before `dueAt`, or who comes next is asked. */
  "action-asked": Doer & StartedRun & { approvers: string[]; dueAt: number };
  /** Nobody decided in time: who comes next is asked, and has until `dueAt`. */
  "action-approval-due": { run: string; dueAt: number };
  /** It begins now. */
  "action-approved": Doer & { run: string; why?: string; alone?: true };
  "action-declined": Doer & { run: string; why?: string };
  /** It begins, or will at the end of its veto window; `ticks` where it does so by itself. */
  "action-started": Doer & StartedRun & { vetoUntil?: number; ticks?: Tick[]; undoes?: string; alone?: true };
  /** Its steps begin: the veto window is over. */
  "action-begun": { run: string };
  /** Also by Vigie itself, where the incident ended or fell silent in the veto window. */
  "action-held": Doer & { run: string };
  "action-hurried": Doer & { run: string };
  /** `begun` is not told: the call is about to leave. */
  "action-step": {
    run: string;
    step: number;
    news: Exclude<StepState, "waiting">;
    before?: string;
    after?: string;
    because?: StepFailure;
    detail?: string;
    link?: string;
  };
  "action-serving": { run: string; serving: VersionCount[] };
  /** What was wanted is so; `serving` absent: the policy does not say how to see it. */
  "action-done": {
    run: string;
    tookMs: number;
    serving?: VersionCount[];
    firstAnswerAt?: number;
    watchUntil?: number;
  };
  "action-failed": { run: string; because: RunFailure; detail?: string };
  /** `of`: it is a run of the incident before this one, which ended before anybody could tell. */
  "action-verdict": { run: string; verdict: Verdict; of?: Run };
};

/** Those that outdate what somebody had read before they pressed (protocol 12.5). */
export const actionOutdating = [
  "planned",
  "action-asked",
  "action-approved",
  "action-declined",
  "action-started",
  "action-held",
  "action-hurried",
  "action-done",
  "action-failed",
  "action-verdict",
] as const satisfies readonly (keyof ActionEntryData)[];

/** Those that the thread tells, and how loud. */
export const actionTellings = {
  changes: "quiet",
  "action-proposed": "calls",
  "action-asked": "calls",
  "action-approval-due": "rings",
  "action-approved": "quiet",
  "action-declined": "quiet",
  "action-started": "quiet",
  "action-held": "quiet",
  "action-hurried": "quiet",
  "action-step": "quiet",
  "action-serving": "quiet",
  "action-done": "quiet",
  "action-failed": "rings",
  "action-verdict": "rings",
} as const satisfies Partial<Record<keyof ActionEntryData, Telling>>;
