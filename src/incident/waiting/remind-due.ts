import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { remindDueAt } from "../reminders.ts";

/** Rings again, because nobody has acknowledged (behaviour 4). */
export function decideRemindDue(draft: Draft, fact: Extract<Fact, { kind: "remind-due" }>): void {
  const { incident, now } = draft;
  if (incident?.uid !== fact.uid || incident.silenced || incident.owed.length === 0) return;
  const due = remindDueAt(incident);
  if (due === undefined || due > now) return;
  draft.write("reminded", { times: (incident.reminded?.times ?? 0) + 1 });
  draft.visible = "yes";
  draft.tellsAdopted = true;
}
