import { isUnderWay, runUnderWay } from "../incident/actions/run.ts";
import { suggestedAction } from "../incident/actions/suggested-action.ts";
import type { HandlerId, Look } from "../incident/handler-ids.ts";
import { type Incident, isOpen, lasts } from "../incident/incident.ts";

/**
 * What an incident wants next (requirements C.2): somebody who has it, an answer to who asks for an approval, a judgement,
 * users who are safe, a cause, a remediation, an end. Its button is the primary one (cards 4).
 */
export function suggested(incident: Incident): HandlerId | undefined {
  if (!isOpen(incident)) return undefined;
  if (lasts(incident)) {
    if (!incident.acknowledged) return "acknowledge";
    if (runUnderWay(incident)?.state === "asked") return "approve";
    const action = suggestedAction(incident);
    if (action && incident.proposal) return action;
    if (!incident.judged) return "real";
    if (!incident.mitigated) return isAwaited(incident) ? undefined : (action ?? "mitigated");
  }
  if (!incident.cause) return "cause";
  return incident.remediation ? "resolve" : "remediation";
}

/** What is done about it is not through, or nobody can tell yet whether it helped: nothing is wanted but patience. */
function isAwaited({ runs = [] }: Incident): boolean {
  const run = runs.at(-1);
  return run !== undefined && (isUnderWay(run) || (run.state === "watching" && run.verdict === undefined));
}

/** Primary where it is what the incident wants next. */
export function lookOf(id: HandlerId): (incident: Incident) => Look {
  return (incident) => (suggested(incident) === id ? "primary" : "plain");
}
