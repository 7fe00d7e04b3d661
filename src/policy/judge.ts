import type { Alert } from "../alert/alert.ts";
import { type Severity, severities } from "../alert/severity.ts";
import type { Identity } from "../incident/identity.ts";
import type { Judgement, Owed, RunbookNote } from "../incident/judgement.ts";
import type { Destinations } from "./destinations.ts";
import { parseDuration } from "./duration.ts";
import { compileGroupKey, type GroupKey, groupNamer } from "./group-key.ts";
import { type IdentityReader, labelOf } from "./identity.ts";
import { tellingTable } from "./owed.ts";
import type { AlertGroup, Policy } from "./policy.ts";
import { allRoutes, leavesOf, type Route } from "./route.ts";
import type { Runbooks } from "./runbooks.ts";
import type { PolicyDocument } from "./schema.ts";
import type { MeasuredSevereness, SeverityRules } from "./severity.ts";
import type { Subject } from "./subject.ts";
import { wildcards } from "./wildcard.ts";

/** The parts of a policy that judge alerts. */
export type JudgeParts = {
  readonly name: string;
  readonly hash: string;
  readonly document: PolicyDocument;
  readonly identity: IdentityReader;
  readonly severity: SeverityRules;
  readonly destinations: Destinations;
  readonly route: Route;
  readonly runbooks: Runbooks;
};

type Judge = Pick<Policy, "judge" | "groupOf" | "seriesKey" | "fallbackOf" | "trace">;

/** Who an alert is about, how bad it was measured to be, and the routes that it ends in. */
type Placed = {
  readonly subject: Subject;
  readonly measured: MeasuredSevereness | undefined;
  readonly leaves: readonly Route[];
  readonly groupKey: string;
};

const usualProduction = ["production", "prod", "prod-*", "prd", "live"];
/** C-21; for a monitored series twice its `every`, where that is longer (protocol 5.1). */
const reopenWindowMs = 10 * 60_000;

/** Puts the parts together to what judges an alert. Runs for every alert: nothing is compiled in here per call. */
export function compileJudge(parts: JudgeParts): Judge {
  const { name, hash, identity, severity, destinations, route, document } = parts;
  const groupId = groupNamer(name);
  const groupKeys = new Map<Route, GroupKey>();
  for (const one of allRoutes(route)) groupKeys.set(one, compileGroupKey(one.rules.groupBy));
  const telling = tellingTable(destinations);
  const mayPage = compileMayPage(document);
  const windowOf = compileReopenWindows(document);
  const noteOf = compileNotes(parts.runbooks);

  const placed = (alert: Alert): Placed => {
    const measured = alert.measurement && severity.judgeMeasurement(alert.measurement);
    const subject: Subject = { alert, identity: identity.read(alert, measured?.family) };
    const leaves = leavesOf(route, subject);
    const groupKey = groupKeys.get(leaves[0] ?? route)?.(subject) ?? "";
    return { subject, measured, leaves, groupKey };
  };

  const judge = (alert: Alert): Judgement => {
    const { subject, measured, leaves, groupKey } = placed(alert);
    const { verdict, reason } = measured ?? severity.judgeAlert(subject);
    const level = verdict.kind === "severity" ? verdict.severity : undefined;
    const told = level && telling(leaves, level, mayPage(subject.identity));
    const judgement: { -readonly [Key in keyof Judgement]: Judgement[Key] } = {
      identity: subject.identity,
      groupKey,
      groupId: groupId(groupKey),
      verdict,
      reason,
      owed: told?.owed ?? [],
      deadlines: (level && leaves[0]?.rules.deadlines[level]) ?? [],
      lifecycle: "short",
      recoverAfter: measured?.recoverAfter ?? 1,
      inARow: measured?.inARow ?? 1,
      reopenWindowMs: windowOf(subject),
      policyHash: hash,
    };
    if (told?.withheld) judgement.pageWithheld = "environment";
    if (measured) judgement.figure = measured.figure;
    const runbook = noteOf(subject);
    if (runbook) judgement.runbook = runbook;
    return judgement;
  };

  return {
    judge,
    groupOf: (alert): AlertGroup => {
      const { subject, groupKey } = placed(alert);
      return { identity: subject.identity, groupKey, groupId: groupId(groupKey) };
    },
    seriesKey: (alert) => alert.measurement && seriesKeyOf(alert, identity.read(alert)),
    fallbackOf: (id, at) => fallbackOf(id, at, destinations),
    trace: (alert) => {
      const { leaves } = placed(alert);
      const place = leaves[0]?.rules.groupByPlace;
      const routes = leaves.map(({ place, written, rules: { tell } }) => ({
        place,
        match: written,
        tells: severities.flatMap((at) => tell[at].map(({ name }) => ({ name, at }))),
      }));
      return place ? { routes, groupByPlace: place } : { routes };
    },
  };
}

/** Behaviour 2: source, environment, service, model, metric, segment; the family is the row's business, not the series'. */
function seriesKeyOf(alert: Alert, { environment, service, model }: Identity): string {
  const source = labelOf(alert, "source") || alert.source;
  const { metric, segment } = alert.measurement ?? {};
  return JSON.stringify([source, environment, service ?? null, model ?? null, metric ?? null, segment ?? null]);
}

function fallbackOf(id: string, at: Severity, { byId }: Destinations): readonly Owed[] {
  return (byId.get(id)?.fallback ?? []).flatMap((other) => {
    const destination = byId.get(other);
    return destination ? [{ id: other, receiver: destination.receiver, told: "fallback", at }] : [];
  });
}

/** An environment that nobody named counts as production. Remembers what it worked out; senders name few. */
function compileMayPage({ environments = {} }: PolicyDocument): (identity: Identity) => boolean {
  if (environments.otherwise?.page === "allowed") return () => true;
  const isProduction = wildcards(environments.production ?? usualProduction);
  const remembered = new Map<string, boolean>();
  return ({ environment, environmentAssumed }) => {
    const known = environmentAssumed ? true : remembered.get(environment);
    if (known !== undefined) return known;
    const may = isProduction(environment);
    if (remembered.size < 1000) remembered.set(environment, may);
    return may;
  };
}

function compileReopenWindows({ services = {} }: PolicyDocument): (subject: Subject) => number {
  const windows = new Map<string, number>();
  for (const [id, { monitors = [] }] of Object.entries(services)) {
    for (const { metric, every } of monitors) {
      const everyMs = every === undefined ? null : parseDuration(every);
      if (everyMs !== null) windows.set(`${id}\n${metric}`, Math.max(reopenWindowMs, 2 * everyMs));
    }
  }
  return ({ alert, identity: { service } }) =>
    (alert.measurement && windows.get(`${service}\n${alert.measurement.metric}`)) ?? reopenWindowMs;
}

function compileNotes(runbooks: Runbooks): (subject: Subject) => RunbookNote | undefined {
  return ({ alert, identity: { service, family } }) => {
    if (alert.measurement) return runbooks.driftNote(family);
    const { runbook_id } = alert.annotations;
    return runbooks.runbookFor({ service, alertname: labelOf(alert, "alertname"), runbook_id });
  };
}
