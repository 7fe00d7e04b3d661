import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { isOpen } from "../incident.ts";
import { isOver, ring, silentForMs } from "../silences.ts";

/** A silence is over: what still fires rings as new; what ended meanwhile ended quietly (behaviour 3). */
export function decideSilenceOver(draft: Draft, fact: Extract<Fact, { kind: "silence-over" }>): void {
  const { incident, now } = draft;
  const { silenced } = incident ?? {};
  if (incident?.uid !== fact.uid || silenced?.id !== fact.silence || !isOpen(incident) || !isOver(silenced, now))
    return;
  const forMs = silentForMs(incident, now);
  draft.write("silence-over", { silence: silenced.id, forMs, firing: incident.firing });
  ring(draft);
}
