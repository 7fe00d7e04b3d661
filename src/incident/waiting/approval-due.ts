import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";

/** Nobody has approved or declined: who comes next is asked (behaviour 6). */
export function decideApprovalDue(draft: Draft, fact: Extract<Fact, { kind: "approval-due" }>): void {
  if (draft.incident?.uid !== fact.uid) return;
}
