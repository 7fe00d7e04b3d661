import { severities } from "../../alert/severity.ts";
import type { Identity } from "../../incident/identity.ts";
import { present } from "../../present.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { Monitors } from "../monitors.ts";
import type { Placed } from "../placing.ts";
import type { Policy } from "../policy.ts";
import type { ActingRules } from "../routes/acting.ts";
import type { Subject } from "../subject.ts";
import type { Teams } from "../teams.ts";
import type { DeclaredActions } from "./compile-actions.ts";
import type { Remedies, RollbackRules } from "./service-action.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `rollback:` where the policy writes nothing of it. */
export const usualRollback: RollbackRules = {
  mode: "approve",
  at: ["urgent"],
  vetoMs: 0,
  dryRun: false,
  maxAgeMs: 24 * hourMs,
  minSample: 1_000,
  coolDownMs: hourMs,
  perDay: 3,
  criteria: [],
};

/** What may be done where the policy declares nothing. */
export const noRemedies: Remedies = {
  actions: new Map(),
  rollback: usualRollback,
  suggests: {},
  isPerformance: false,
  labelsDelayMs: 0,
  names: [],
  breakGlass: true,
};

/** The parts of a policy that say what may be done. */
export type RemediesParts = {
  readonly placed: (alert: Parameters<Policy["judge"]>[0]) => Placed;
  readonly inService: (subject: Subject) => Subject;
  readonly declared: DeclaredActions;
  readonly document: Pick<PolicyDocument, "break_glass" | "services">;
  /** Whether a page may leave for where it is. */
  readonly mayPage: (identity: Identity) => boolean;
  readonly monitors: Pick<Monitors, "labelsDelayOf">;
  readonly teams: Teams;
};

/** Puts the parts together to what may be done about an alert (behaviour 7). */
export function compileRemedies(parts: RemediesParts): Policy["remediesOf"] {
  const { placed, inService, declared, monitors, teams, mayPage } = parts;
  const breaksGlass = parts.document.break_glass !== "off";
  return (alert) => {
    const { subject, measured, leaves, reading } = placed(alert);
    const [leaf] = leaves;
    if (!leaf) return noRemedies;
    const owned = inService(subject);
    const { service } = owned.identity;
    const model = service === undefined ? undefined : parts.document.services?.[service]?.model;
    const actions = declared.get(service ?? "") ?? noRemedies.actions;
    const { rollback, mitigations, breakGlass = breaksGlass } = leaf.rules.acting;
    const suggested = severities.flatMap((at) => {
      const one = mitigations[at];
      return one && actions.has(one.action) ? [[at, one] as const] : [];
    });
    const rules = rollbackFor(rollback, subject, mayPage(subject.identity));
    const isShadow = teams.modeOf(leaf.rules, teams.teamOf(owned)) === "shadow";
    return {
      actions,
      // In shadow it is decided and recorded, and nothing is done (behaviour 9).
      rollback: isShadow ? { ...rules, dryRun: true } : rules,
      suggests: Object.fromEntries(suggested.map(([at, { action }]) => [at, action])),
      suggestPlaces: Object.fromEntries(suggested.map(([at, { place }]) => [at, place])),
      isPerformance: measured?.about === "performance",
      labelsDelayMs: labelsDelayOf(owned, monitors),
      names: service === undefined ? [] : reading.identity.namesOf(service),
      breakGlass,
      ...present({ service, model }),
    };
  };
}

function labelsDelayOf(
  { alert: { measurement }, identity: { service } }: Subject,
  { labelsDelayOf }: RemediesParts["monitors"],
) {
  if (!measurement || service === undefined) return 0;
  return labelsDelayOf(service, measurement.metric, measurement.segment);
}

/**
 * An action is declared for a service, wherever it runs: what is measured where nobody is paged, such as a test, never moves
 * what serves in production by itself (behaviour 1).
 */
function rollbackFor(
  { criteria = [], ...written }: ActingRules["rollback"],
  subject: Subject,
  mayPage: boolean,
): RollbackRules {
  const rules = { ...usualRollback, ...written };
  return {
    ...rules,
    ...(rules.mode === "auto" && !mayPage ? { mode: "approve", withheld: "environment" } : {}),
    criteria: criteria.map(({ test, ...one }) => ({ ...one, isMatched: test(subject) })),
  };
}
