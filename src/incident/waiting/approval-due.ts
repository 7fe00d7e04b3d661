import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { takeNextStep } from "../ladder.ts";
import { approvalMs, dueAt } from "../waits.ts";

/** Nobody has approved or declined: who comes next is asked. It never just expires (behaviour 6). */
export function decideApprovalDue(draft: Draft, fact: Extract<Fact, { kind: "approval-due" }>): void {
  const { incident, now } = draft;
  const due = incident?.uid === fact.uid ? dueAt.approval(incident) : undefined;
  const run = incident?.runs?.find(({ state }) => state === "asked");
  if (!incident || !run || due === undefined || due > now) return;
  draft.write("action-approval-due", { run: run.id, dueAt: now + approvalMs(incident) });
  draft.show();
  takeNextStep(draft, "not-approved");
}
