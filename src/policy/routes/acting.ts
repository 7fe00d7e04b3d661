import { type Severity, severities } from "../../alert/severity.ts";
import type { ActionId } from "../../incident/actions/action-ids.ts";
import type { PolicyPlace } from "../../incident/judgement.ts";
import { present } from "../../present.ts";
import { actionFaults as say } from "../../words/policy-actions.ts";
import { checkBand, durationIn } from "../actions/read-values.ts";
import type { Criterion, RollbackRules } from "../actions/service-action.ts";
import type { WrittenCriterion, WrittenRollback } from "../document/action-schema.ts";
import type { Path } from "../document/path.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { WrittenRoute } from "../document/schema.ts";
import type { FaultBook } from "../policy-error.ts";
import { compileMatch, type Subject } from "../subject.ts";

/** A criterion before an alert was asked about. */
export type CompiledCriterion = Omit<Criterion, "isMatched"> & { readonly test: (subject: Subject) => boolean };

type Rollback = Omit<RollbackRules, "criteria"> & { readonly criteria: readonly CompiledCriterion[] };

/** What a route says of acting on models: each key of `rollback:` and each severity of `mitigations:` stands for itself. */
export type ActingRules = {
  readonly rollback: Partial<Rollback>;
  readonly mitigations: Readonly<Partial<Record<Severity, { readonly action: ActionId; readonly place: PolicyPlace }>>>;
  readonly breakGlass?: boolean;
};

export const actsOnNothing: ActingRules = { rollback: {}, mitigations: {} };

/** A route's rules: its own, and its parent's where it writes none. */
export function inheritActing(parent: ActingRules, own: ActingRules): ActingRules {
  return {
    ...parent,
    ...own,
    rollback: { ...parent.rollback, ...own.rollback },
    mitigations: { ...parent.mitigations, ...own.mitigations },
  };
}

type Bench = { readonly text: PolicyText; readonly book: FaultBook };

/** Compiles `rollback:`, `mitigations:` and `break_glass:` of a route. */
export function compileActing(
  { rollback, mitigations = {}, break_glass: breakGlass }: WrittenRoute,
  path: Path,
  bench: Bench,
): ActingRules {
  const suggested = severities.flatMap((at) => {
    const action = mitigations[at];
    return action ? [[at, { action, place: bench.text.place([...path, "mitigations", at]) }] as const] : [];
  });
  return {
    rollback: rollback ? compileRollback(rollback, [...path, "rollback"], bench) : {},
    mitigations: Object.fromEntries(suggested),
    ...(breakGlass === undefined ? {} : { breakGlass: breakGlass === "on" }),
  };
}

function compileRollback(written: WrittenRollback, path: Path, bench: Bench): Partial<Rollback> {
  const { mode, at, dry_run: dryRun, min_sample: minSample, per_day: perDay, criteria } = written;
  const read = (key: "veto" | "max_age" | "cool_down"): number | undefined => {
    const value = written[key];
    return value === undefined ? undefined : durationIn(value, [...path, key], bench.book);
  };
  // A key that is not written must not hide its parent's.
  return present({
    mode,
    place: mode && bench.text.place([...path, "mode"]),
    at,
    vetoMs: read("veto"),
    dryRun,
    maxAgeMs: read("max_age"),
    minSample,
    coolDownMs: read("cool_down"),
    perDay,
    criteria:
      criteria &&
      Object.entries(criteria).map(([name, one]) => compileCriterion(name, one, [...path, "criteria", name], bench)),
  });
}

function compileCriterion(
  name: string,
  { metric, when, match, min_sample: minSample = 0, for: during }: WrittenCriterion,
  path: Path,
  { text, book }: Bench,
): CompiledCriterion {
  if (metric === undefined && when === undefined && (match ?? []).length === 0) book.fault(path, say.emptyCriterion());
  else if (metric !== undefined && when === undefined)
    book.fault([...path, "metric"], say.belongsTo({ key: "metric", to: "when" }), { at: "key" });
  else if (metric === undefined && when !== undefined)
    book.fault([...path, "when"], say.belongsTo({ key: "when", to: "metric" }), { at: "key" });
  if (when !== undefined) checkBand(when, [...path, "when"], book);
  return {
    name,
    minSample,
    forMs: during === undefined ? 0 : durationIn(during, [...path, "for"], book),
    test: compileMatch(match ?? [], [...path, "match"], book).test,
    place: text.place(path),
    ...present({ metric, when, matches: match }),
  };
}
