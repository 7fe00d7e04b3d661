import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { isOpen, lasts } from "../incident.ts";

/** The sender cannot be asked and has been silent: the card says so, and nothing ends by it (protocol 5.4). */
export function decideUnheard(draft: Draft, fact: Extract<Fact, { kind: "unheard" }>): void {
  const { incident } = draft;
  if (incident?.uid !== fact.uid || !lasts(incident)) return;
  if ((incident.unheardSince === undefined) === (fact.since === undefined)) return;
  draft.write("unheard", fact.since === undefined ? {} : { since: fact.since });
  draft.visible = "yes";
}

/** Its sender spoke again. */
export function hearAgain(draft: Draft): void {
  const { incident } = draft;
  if (incident?.unheardSince === undefined || !isOpen(incident)) return;
  draft.write("unheard", {});
  draft.visible = "yes";
}
