import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";

/** What Vigie found when it looked around: kept, shown, and acted on where the policy says so (behaviour 7). */
export function decideOutlook(draft: Draft, fact: Extract<Fact, { kind: "outlook" }>): void {
  if (draft.incident?.uid !== fact.uid) return;
}
