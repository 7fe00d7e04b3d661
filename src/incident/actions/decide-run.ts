import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";

/** What became of a run; of one that stands elsewhere by now it is yesterday's news. */
export function decideRun(draft: Draft, fact: Extract<Fact, { kind: "run" }>): void {
  if (draft.incident?.uid !== fact.uid) return;
}
