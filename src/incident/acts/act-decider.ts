import type { Answer, HumanAct, HumanActKind } from "../acts.ts";
import type { Known, Moment } from "../decision.ts";
import type { Draft } from "../draft.ts";
import type { Doer } from "../entry-kinds.ts";
import type { Incident } from "../incident.ts";
import type { ActRefusal } from "../reasons.ts";

/** What an act is decided on: the incident as it is now, and who acts where, with every word bounded. */
export type ActScene<K extends HumanActKind> = {
  readonly act: Extract<HumanAct, { kind: K }>;
  readonly incident: Incident;
  readonly doer: Doer;
  readonly known: Known;
  readonly moment: Moment;
};

/** Decides one kind of act: writes what it does into the draft, or nothing where it is refused; says which. */
export type ActDecider<K extends HumanActKind> = (draft: Draft, scene: ActScene<K>) => Answer;

/** It took effect. */
export const done: Answer = { kind: "done" };

/** It makes no sense as things stand; `who` did what it wanted, or what forbids it. */
export function refused(because: ActRefusal, who?: { readonly by: string; readonly at: number }): Answer {
  return { kind: "refused", because, ...(who === undefined ? {} : { by: { id: who.by }, at: who.at }) };
}
