import { passedStage } from "../deadlines.ts";
import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { isOpen } from "../incident.ts";

/** Says of each deadline the last stage that has passed; whoever acknowledged is named for a triage (behaviour 5). */
export function decideDeadlineDue(draft: Draft, fact: Extract<Fact, { kind: "deadline-due" }>): void {
  const { incident, now } = draft;
  if (incident?.uid !== fact.uid || !isOpen(incident) || incident.silenced) return;
  for (const deadline of incident.deadlines) {
    const news = passedStage(deadline, now);
    if (!news) continue;
    const { kind, dueAt } = deadline;
    const asked = kind === "triage" && news === "overdue" ? incident.acknowledged?.by : undefined;
    draft.write("deadline", { deadline: kind, news, dueAt, ...(asked === undefined ? {} : { by: asked }) });
    draft.visible = "yes";
  }
}
