import type { ModelRole } from "../alert/measurement.ts";
import type { Severity } from "../alert/severity.ts";
import { cameToNothing } from "../incident/actions/came-to-nothing.ts";
import type { ProposalCause, Wish } from "../incident/actions/outlook.ts";
import type { ActionPlan } from "../incident/actions/plan.ts";
import { isUnderWay } from "../incident/actions/run.ts";
import type { Tick } from "../incident/actions/tick.ts";
import { type Incident, lasts } from "../incident/incident.ts";
import { reportedSeverity } from "../incident/reported.ts";
import type { RollbackRules } from "../policy/actions/service-action.ts";
import type { CriterionFound } from "./criteria.ts";

/**
 * What a wish is made of. `run` is the id of the run that it may come to; `role` what the event says of its model; `plan`
 * says whose yes is needed; `level` is how bad its newest measurement is.
 */
export type WishScene = {
  readonly ticks: readonly Tick[];
  readonly role: ModelRole | undefined;
  readonly criterion: CriterionFound["holds"] | undefined;
  readonly run: string;
  readonly plan: Pick<ActionPlan, "approvers" | "condition">;
  readonly level: Severity | undefined;
};

const nothing = { kind: "nothing" } as const;

/**
 * What the policy wants done about an incident (behaviour 7, C-08): asked for by its severity or a criterion, by itself
 * only where every tick holds. It comes once per incident: what ran, was held or declined is people's from then on.
 * Only a champion is ever rolled back (2.5).
 */
export function rollbackWish(
  incident: Incident,
  rules: RollbackRules,
  { ticks, role, criterion, run, plan, level }: WishScene,
): Wish {
  if (rules.mode === "off" || !lasts(incident) || (role !== undefined && role !== "champion")) return nothing;
  const { runs = [] } = incident;
  const kept = runs.filter(cameToNothing);
  if (runs.some((run) => isUnderWay(run) || (run.action === "rollback" && !kept.includes(run)))) return nothing;
  const bySeverity = isWantedBySeverity(incident, rules);
  if (!bySeverity && criterion === undefined) return nothing;
  // An incident stays as bad as it ever was; what was measured last may be well below.
  const isAsBad = criterion?.by === "metric" || (level !== undefined && rules.at.includes(level));
  const isAuto = rules.mode === "auto" && isAsBad && !isForPeople(plan);
  const isMine = isAuto && kept.length === 0 && criterion?.by !== "match" && ticks.every(({ ok }) => ok);
  if (isMine && rules.dryRun) return { kind: "would-act", action: "rollback", ticks };
  if (isMine) return { kind: "act", action: "rollback", run, vetoMs: rules.vetoMs, ticks };
  const because = causeOf(isAuto, { bySeverity, byMatch: criterion?.by === "match" });
  const name = because === "criterion" && criterion !== undefined ? { criterion: criterion.name } : {};
  return { kind: "propose", action: "rollback", because, ...name, ticks };
}

function causeOf(
  isAuto: boolean,
  { bySeverity, byMatch }: { readonly bySeverity: boolean; readonly byMatch: boolean },
): ProposalCause {
  if (byMatch || !bySeverity) return "criterion";
  return isAuto ? "ticks" : "mode-approve";
}

/** What somebody must approve, or what only a reason lets begin, never begins by itself (behaviour 6, A003-20). */
function isForPeople({ approvers = [], condition }: WishScene["plan"]): boolean {
  return approvers.length > 0 || condition?.holds === false;
}

/** By the measurement: what people raised or lowered by hand is in their hands. */
function isWantedBySeverity(incident: Incident, { at }: RollbackRules): boolean {
  return at.includes(incident.severity) && at.includes(reportedSeverity(incident));
}
