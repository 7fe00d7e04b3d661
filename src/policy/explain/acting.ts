import type { Alert } from "../../alert/alert.ts";
import type { ActionId } from "../../incident/actions/action-ids.ts";
import type { Judgement, PolicyPlace } from "../../incident/judgement.ts";
import { criterionHoldsAt } from "../actions/criterion-holds-at.ts";
import type { Criterion, RollbackRules, ServiceAction } from "../actions/service-action.ts";
import type { Policy } from "../policy.ts";

/** What may be done about an alert, as far as the policy alone can say: what changed before, and what serves, it cannot. */
export type Acting = {
  readonly actions: readonly ServiceAction[];
  /** Absent where the service declares no rollback. */
  readonly rollback?: RollbackRules;
  /** Whether its metric is one of performance. */
  readonly isPerformance: boolean;
  /** The criteria that hold for this alert, each once it was so for its `forMs`. */
  readonly criteria: readonly Criterion[];
  /** What is suggested at its severity. */
  readonly suggested?: { readonly action: ActionId; readonly place?: PolicyPlace };
};

/** @returns `undefined` where nothing is declared, or nothing is wrong */
export function actingOn(policy: Policy, alert: Alert, judgement: Judgement): Acting | undefined {
  const { verdict } = judgement;
  const { actions, rollback, suggests, suggestPlaces = {}, isPerformance } = policy.remediesOf(alert);
  if (actions.size === 0 || verdict.kind !== "severity") return undefined;
  const action = suggests[verdict.severity];
  const place = suggestPlaces[verdict.severity];
  const canGoBack = actions.has("rollback");
  return {
    actions: [...actions.values()],
    isPerformance,
    criteria: canGoBack ? rollback.criteria.filter((one) => criterionHoldsAt(one, { alert, judgement }) !== null) : [],
    ...(canGoBack ? { rollback } : {}),
    ...(action ? { suggested: { action, ...(place ? { place } : {}) } } : {}),
  };
}
