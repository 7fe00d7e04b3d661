import { boundedWord } from "./bounded.ts";
import type { Known, Moment } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Fact } from "./fact.ts";

/** Somebody does something to an incident (behaviour 3, 5; protocol 12.5). */
export function decideAct(_draft: Draft, _fact: Extract<Fact, { kind: "act" }>, _known: Known, _moment: Moment): void {}

/** A press that was refused is audited (U-50). */
export function decidePressedInVain(draft: Draft, fact: Extract<Fact, { kind: "pressed-in-vain" }>): void {
  const { handler, because, where } = fact;
  if (draft.incident?.uid !== fact.uid) return;
  const by = boundedWord(fact.by.id);
  draft.write("refused", { handler, because, by, where }, by);
}
