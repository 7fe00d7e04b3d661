import { isDrill } from "../fire-drill.ts";
import { type Incident, isOpen } from "../incident.ts";
import type { ActionId } from "./action-ids.ts";
import { changesAnything } from "./plan.ts";
import { runUnderWay } from "./run.ts";

/**
 * The action to do about an incident, where there is one: what was put to people, else what the policy suggests at its
 * severity (A000-58). What was tried already, whatever became of it, is not suggested again.
 */
export function suggestedAction(incident: Incident): ActionId | undefined {
  const { proposal, suggests, runs = [] } = incident;
  const action = proposal?.action ?? suggests;
  if (action === undefined || !mayBegin(incident, action)) return undefined;
  const isTried = runs.some((run) => run.action === action && run.state !== "held" && run.state !== "declined");
  return isTried && !proposal ? undefined : action;
}

/** Whether an action can be pressed now: it would change something, nothing is under way, and it is no exercise. */
export function mayBegin(incident: Incident, action: ActionId): boolean {
  const plan = incident.plans?.[action];
  if (plan === undefined || !changesAnything(plan)) return false;
  return runUnderWay(incident) === undefined && isOpen(incident) && !isDrill(incident);
}
