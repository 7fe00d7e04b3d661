import type { Alert } from "../../alert/alert.ts";
import type { Severity } from "../../alert/severity.ts";
import type { ActionId } from "../../incident/actions/action-ids.ts";
import type { Lifecycle } from "../../incident/judgement.ts";
import type { RollbackRules } from "../actions/service-action.ts";
import type { Policy } from "../policy.ts";
import { type Explanation, explain, type ToldOf } from "./explain.ts";

/** One thing that two policies say differently of an alert; `null` stands for nothing there. */
export type Difference =
  | {
      readonly kind: "severity";
      readonly from: Severity | "healthy" | "drop";
      readonly to: Severity | "healthy" | "drop";
    }
  | { readonly kind: "told" | "told-no-more"; readonly destination: string; readonly name: string; readonly mode: Mode }
  /** It goes on being told, in the other mode. */
  | { readonly kind: "mode"; readonly destination: string; readonly to: Mode }
  /** It rings at other hours; `rings` as of the alert's own time. */
  | { readonly kind: "hours"; readonly destination: string; readonly from: ToldOf; readonly to: ToldOf }
  | { readonly kind: "team"; readonly from: string | null; readonly to: string | null }
  | { readonly kind: "lifecycle"; readonly from: Lifecycle; readonly to: Lifecycle }
  /** What people may have done about it, by its id. */
  | { readonly kind: "actions"; readonly from: readonly ActionId[]; readonly to: readonly ActionId[] }
  /** Whether Vigie goes back to the older model by itself. */
  | { readonly kind: "rollback"; readonly from: RollbackMode; readonly to: RollbackMode }
  /** It belongs to an incident of another name: alerts that were together may be apart, and the other way round. */
  | { readonly kind: "group"; readonly from: string; readonly to: string };

type Mode = ToldOf["mode"];
/** `none`: no rollback is declared. `dry-run`: it would by itself, and only says so. */
type RollbackMode = RollbackRules["mode"] | "dry-run" | "none";

/** What two policies make of one alert. */
export type Comparison = {
  readonly alert: Alert;
  readonly before: Explanation;
  readonly after: Explanation;
  /** Empty when nothing would be told differently. */
  readonly differences: readonly Difference[];
};

/** Alerts that two policies treat differently in the same way. */
export type SameDifference = {
  readonly differences: readonly Difference[];
  readonly comparisons: readonly Comparison[];
};

/** Says what a new policy would make different of an alert, as of the time at which the alert began. */
export function compare(before: Policy, after: Policy, alert: Alert): Comparison {
  const was = explain(before, alert, alert.startsAt);
  const is = explain(after, alert, alert.startsAt);
  return {
    alert,
    before: was,
    after: is,
    differences: [...verdictOf(was, is), ...toldOf(was, is), ...restOf(was, is), ...actingOf(was, is)],
  };
}

/** Comparisons with differences, those that differ in the same way together, the most frequent first. */
export function groupComparisons(all: readonly Comparison[]): readonly SameDifference[] {
  const differing = all.filter(({ differences }) => differences.length > 0);
  const groups = Map.groupBy(differing, ({ differences }) => JSON.stringify(differences.map(signOf)));
  return [...groups.values()]
    .map((comparisons) => ({ differences: comparisons[0]?.differences ?? [], comparisons }))
    .toSorted((a, b) => b.comparisons.length - a.comparisons.length);
}

/** What makes two differences the same: group keys and opening times differ from alert to alert. */
function signOf(difference: Difference): unknown {
  if (difference.kind === "group") return difference.kind;
  if (difference.kind !== "hours") return difference;
  const { kind, destination, from, to } = difference;
  return [kind, destination, hoursOf(from), from.opensAt === null, hoursOf(to), to.opensAt === null];
}

function verdictOf({ judgement: was }: Explanation, { judgement: is }: Explanation): readonly Difference[] {
  const from = was.verdict.kind === "severity" ? was.verdict.severity : was.verdict.kind;
  const to = is.verdict.kind === "severity" ? is.verdict.severity : is.verdict.kind;
  return from === to ? [] : [{ kind: "severity", from, to }];
}

function toldOf(was: Explanation, is: Explanation): readonly Difference[] {
  const before = new Map(was.tells.map((one) => [one.owed.id, one]));
  const after = new Map(is.tells.map((one) => [one.owed.id, one]));
  const named = (kind: "told" | "told-no-more", { shown }: Explanation, { owed, mode }: ToldOf): Difference => ({
    kind,
    destination: shown[owed.id] ?? owed.id,
    name: owed.told,
    mode,
  });
  const gone = was.tells.filter(({ owed }) => !after.has(owed.id)).map((one) => named("told-no-more", was, one));
  const come = is.tells.filter(({ owed }) => !before.has(owed.id)).map((one) => named("told", is, one));
  const changed = is.tells.flatMap((to): readonly Difference[] => {
    const from = before.get(to.owed.id);
    const destination = is.shown[to.owed.id] ?? to.owed.id;
    if (!from) return [];
    if (from.mode !== to.mode) return [{ kind: "mode", destination, to: to.mode }];
    const same = hoursOf(from) === hoursOf(to) && from.opensAt === to.opensAt;
    return same ? [] : [{ kind: "hours", destination, from, to }];
  });
  return [...gone, ...come, ...changed];
}

function hoursOf({ owed }: ToldOf): string {
  return JSON.stringify(owed.hours ?? []);
}

function restOf({ judgement: was }: Explanation, { judgement: is }: Explanation): readonly Difference[] {
  const differences: Difference[] = [];
  const [from, to] = [was.team?.id ?? null, is.team?.id ?? null];
  if (from !== to) differences.push({ kind: "team", from, to });
  if (was.verdict.kind === "drop" || is.verdict.kind === "drop") return differences;
  if (was.lifecycle !== is.lifecycle) differences.push({ kind: "lifecycle", from: was.lifecycle, to: is.lifecycle });
  if (was.groupKey !== is.groupKey) differences.push({ kind: "group", from: was.groupKey, to: is.groupKey });
  return differences;
}

/** Nothing is done about what is healthy: there the verdict says it all. */
function actingOf(before: Explanation, after: Explanation): readonly Difference[] {
  const differences: Difference[] = [];
  if ([before, after].some(({ judgement }) => judgement.verdict.kind !== "severity")) return differences;
  const [was, is] = [before.acting, after.acting];
  const [had, has] = [was, is].map((one) => one?.actions.map(({ id }) => id) ?? []);
  if (had && has && had.join() !== has.join()) differences.push({ kind: "actions", from: had, to: has });
  const [from, to] = [rollbackMode(was), rollbackMode(is)];
  if (from !== to) differences.push({ kind: "rollback", from, to });
  return differences;
}

function rollbackMode(acting: Explanation["acting"]): RollbackMode {
  const { mode = "none", dryRun } = acting?.rollback ?? {};
  return mode === "auto" && dryRun ? "dry-run" : mode;
}
