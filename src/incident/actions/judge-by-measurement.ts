import type { Known } from "../decision.ts";
import type { Draft } from "../draft.ts";
import type { Fact, JudgedAlert } from "../fact.ts";
import type { Incident } from "../incident.ts";
import type { SeriesState } from "../series-state.ts";
import { awaitsVerdict } from "./awaits-verdict.ts";
import type { ActionPlan } from "./plan.ts";
import type { Run, RunBefore, Verdict } from "./run.ts";
import { isSameVersion } from "./same-version.ts";
import { tellVerdict } from "./tell-verdict.ts";

/** A run with what a measurement says of it. */
export type JudgedRun = { readonly run: Run; readonly verdict: Verdict };

/**
 * Whether what was done helped, as a measurement says it (behaviour 7): one of the same metric whose whole window lies after
 * what was wanted was so, and whose sample is large enough. Also after the incident's end, when labels come late.
 *
 * @param before where its series stood before it
 * @returns what was told, for the incident that it may open; `null` where nothing was
 */
export function judgeByMeasurement(
  draft: Draft,
  judged: JudgedAlert,
  before: SeriesState | undefined,
  known: Known,
): JudgedRun | null {
  const run = draft.incident && awaitedRun(draft.incident);
  if (!run || !isAbout(run, judged, draft.incident) || !isWhollyAfter(run, judged, before)) return null;
  const verdict = verdictOf(run, judged, draft.now);
  if (verdict) tellVerdict(draft, run, verdict, known);
  return verdict && { run, verdict };
}

/** As `judgeByMeasurement`, of a proxy whose series another group has; its window must say when it began. */
export function decideMeasured(draft: Draft, fact: Extract<Fact, { kind: "measured" }>, known: Known): void {
  if (draft.incident?.uid === fact.uid) judgeByMeasurement(draft, fact.judged, undefined, known);
}

/** The newest run that changed anything; what was done before it can be told from it no longer. */
function awaitedRun({ runs }: Pick<Incident, "runs">): Run | undefined {
  const newest = runs?.findLast(({ changed }) => changed);
  const { helps } = newest?.plan ?? {};
  const isMeasured = helps !== undefined && helps.byQuery !== true;
  return newest && isMeasured && awaitsVerdict(newest) ? newest : undefined;
}

/** Its own metric is judged by the very series that it was done for, a proxy by its name and segment. */
function isAbout({ plan, before }: Run, { alert }: JudgedAlert, incident: Incident | null): boolean {
  const { metric, segment, value, role } = alert.measurement ?? {};
  if (metric === undefined || value === undefined) return false;
  if ((role !== undefined && role !== "champion") || isOfAnother(plan, before, alert.model?.version)) return false;
  const proxy = plan.helps?.metric;
  const lead = incident?.lead.measurement;
  if (proxy === undefined || proxy === before?.metric)
    return alert.fingerprint === (before?.series ?? incident?.lead.fingerprint);
  return metric === proxy && segment === (before?.segment ?? lead?.segment);
}

/**
 * What the version that was left measures says nothing of the one that was gone to; nor does a third one, where senders
 * write versions as the registry does.
 */
function isOfAnother({ from, to }: ActionPlan, before: RunBefore | undefined, version: string | undefined): boolean {
  if (version === undefined || from === undefined || to === undefined || isSameVersion(version, to)) return false;
  const writesAlike = before?.version !== undefined && isSameVersion(before.version, from);
  return writesAlike || isSameVersion(version, from);
}

/** Half before the change says nothing. A window without a beginning begins where the one before it ended. */
function isWhollyAfter(
  { servedAt, doneAt }: Run,
  { alert: { measurement } }: JudgedAlert,
  before: SeriesState | undefined,
): boolean {
  const since = servedAt ?? doneAt;
  if (since === undefined || measurement === undefined) return false;
  const { windowFrom, windowTo } = measurement;
  const lastTo = before !== undefined && before.lastTo < windowTo ? before.lastTo : 0;
  return (windowFrom ?? lastTo) >= since;
}

function verdictOf({ plan, before }: Run, { alert, judgement }: JudgedAlert, now: number): Verdict | null {
  const { metric, value, sampleSize = 0 } = alert.measurement ?? {};
  const { verdict } = judgement;
  if (metric === undefined || value === undefined || verdict.kind === "drop") return null;
  if (sampleSize < (plan.helps?.minSample ?? 0)) return null;
  const isWell = verdict.kind === "healthy" || verdict.severity === "info";
  return {
    kind: isWell ? "helped" : "did-not-help",
    ...{ metric, after: value, at: now },
    ...(before?.metric === metric ? { before: before.value } : {}),
  };
}
