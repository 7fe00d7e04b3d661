import type { ActionId } from "./action-ids.ts";
import type { FoundChange } from "./found-change.ts";
import type { ActionPlan } from "./plan.ts";
import type { Tick } from "./tick.ts";

/** Why an action is put to people instead of being done. */
export const proposalCauses = ["mode-approve", "ticks", "criterion"] as const;
export type ProposalCause = (typeof proposalCauses)[number];

/** What the policy wants done now, after a look at the world. */
export type Wish =
  | { readonly kind: "nothing" }
  /** Asks people, with what stands against doing it by itself. `criterion`: the name of the one that holds (A004-36 to 40). */
  | {
      readonly kind: "propose";
      readonly action: ActionId;
      readonly because: ProposalCause;
      readonly criterion?: string;
      readonly ticks: readonly Tick[];
    }
  /** Every tick holds: it begins by itself, after the veto window. `run`: its id, random hex. */
  | {
      readonly kind: "act";
      readonly action: ActionId;
      readonly run: string;
      readonly vetoMs: number;
      readonly ticks: readonly Tick[];
    }
  /** As `act`, but the policy only wants to know (`dry_run`). */
  | { readonly kind: "would-act"; readonly action: ActionId; readonly ticks: readonly Tick[] };

/** What was found when Vigie looked around for an incident: what changed before, what could be done, what is wanted. */
export type Outlook = {
  readonly at: number;
  /** The likely one first, then the newest; at most five. */
  readonly changes: readonly FoundChange[];
  /** One for each action that the service declares; a rebuild only after a restart that failed (U-34). */
  readonly plans: readonly ActionPlan[];
  /** What the policy suggests at the incident's severity, where it is declared (A000-58). */
  readonly suggests?: ActionId;
  readonly wish: Wish;
  /** Something could not be read: it is looked at again. */
  readonly incomplete?: true;
};

/** What was put to people and not decided yet. */
export type Proposal = {
  readonly action: ActionId;
  readonly because: ProposalCause | "dry-run";
  readonly criterion?: string;
  readonly ticks: readonly Tick[];
  readonly at: number;
};
