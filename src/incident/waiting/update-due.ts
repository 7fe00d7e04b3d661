import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { commanderDueAt, updateDueAt } from "../reminders.ts";

/** Asks for an Incident Commander at URGENT, and for the next word to stakeholders when it is due (U-26). */
export function decideUpdateDue(draft: Draft, fact: Extract<Fact, { kind: "update-due" }>): void {
  const { incident, now } = draft;
  if (incident?.uid !== fact.uid || incident.silenced || incident.owed.length === 0) return;
  const wantedAt = commanderDueAt(incident);
  if (wantedAt !== undefined && wantedAt <= now) {
    draft.write("commander-asked", {});
    draft.visible = "yes";
  }
  const dueAt = updateDueAt(incident);
  if (dueAt === undefined || dueAt > now) return;
  draft.write("update-due", { dueAt });
  draft.visible = "yes";
}
