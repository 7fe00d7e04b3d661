import { triageEscalatesAt } from "../deadlines.ts";
import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { type Incident, lasts } from "../incident.ts";
import { ladderDueAt, takeNextStep } from "../ladder.ts";
import { hasPagersLadder } from "../pagers-ladder.ts";

/** Nobody has judged or acknowledged for too long: the next step of the ladder (behaviour 5). */
export function decideEscalationDue(draft: Draft, fact: Extract<Fact, { kind: "escalation-due" }>): void {
  const { incident, now } = draft;
  if (incident?.uid !== fact.uid || !lasts(incident) || incident.silenced) return;
  if (isDue(triageEscalatesAt(incident), now)) {
    if (mayHaveAnswered(incident, fact)) return;
    takeNextStep(draft, "triage-overdue");
  } else if (!incident.acknowledged && isDue(ladderDueAt(incident), now)) takeNextStep(draft, "ladder");
}

/** Somebody may have acknowledged at the pages' vendor without Vigie hearing of it. */
function mayHaveAnswered(incident: Incident, { hearsPages }: { readonly hearsPages: boolean }): boolean {
  return !hearsPages && !incident.acknowledged && hasPagersLadder(incident);
}

function isDue(at: number | undefined, now: number): boolean {
  return at !== undefined && at <= now;
}
