import type { Alert } from "../alert/alert.ts";
import { compareSeverity, type Severity } from "../alert/severity.ts";
import type { JudgedDeadline, Judgement, Lifecycle, Owed, RunbookNote, Team } from "../incident/judgement.ts";
import { patienceOf } from "../incident/patience.ts";
import type { DeclaredActions } from "./actions/compile-actions.ts";
import { compileRemedies } from "./actions/compile-remedies.ts";
import type { Mode, PolicyDocument } from "./document/schema.ts";
import type { DecidedPlaces } from "./explain/decided-places.ts";
import { compileTrace } from "./explain/route-trace.ts";
import { labelOf } from "./identity.ts";
import { groupNamer } from "./matching/group-key.ts";
import type { Monitors } from "./monitors.ts";
import { type Destinations, listFor } from "./places/destinations.ts";
import { compilePlacing, type Placed, type PlacingParts } from "./placing.ts";
import type { AlertGroup, Policy } from "./policy.ts";
import type { Runbooks } from "./presets/runbooks.ts";
import { compileMayPage } from "./routes/may-page.ts";
import { tellingTable } from "./routes/owed.ts";
import type { Route } from "./routes/route.ts";
import { waitingAt } from "./routes/waiting.ts";
import { compileServedModels } from "./served-models.ts";
import type { Subject } from "./subject.ts";
import type { Teams } from "./teams.ts";

/** The parts of a policy that judge alerts. */
export type JudgeParts = Omit<PlacingParts, "inService"> & {
  readonly name: string;
  readonly hash: string;
  readonly document: PolicyDocument;
  readonly destinations: Destinations;
  readonly teams: Teams;
  readonly monitors: Monitors;
  readonly declared: DeclaredActions;
  readonly runbooks: Runbooks;
  readonly places: DecidedPlaces;
  /** The preset that the policy itself is: a shipped file that runs as the policy. */
  readonly isPreset: string | undefined;
};

type Judge = Pick<
  Policy,
  "judge" | "broughtAt" | "groupOf" | "fallbackOf" | "onCallOf" | "trace" | "remediesOf" | "serviceOf"
>;

/** C-21; for a monitored series twice its `every`, where that is longer (protocol 5.1). */
const reopenWindowMs = 10 * 60_000;

/** Puts the parts together to what judges an alert. Runs for every alert: nothing is compiled in here per call. */
export function compileJudge(parts: JudgeParts): Judge {
  const { name, hash, destinations, teams, monitors, document, declared } = parts;
  const groupId = groupNamer(name);
  const { inService, serviceOf } = compileServedModels(document);
  const placed = compilePlacing({ ...parts, inService });
  const telling = tellingTable(destinations, teams);
  const mayPage = compileMayPage(document);
  const lifecycleOf = compileLifecycle(document);
  const noteOf = compileNotes(parts.runbooks, parts.isPreset);

  const waitingOf = ({ rules }: Route, level: Severity, mayPageThere: boolean, team: Team | undefined) =>
    waitingAt({ ...rules, ...rules.waiting }, level, mayPageThere, team, destinations);

  const judge = (alert: Alert): Judgement => {
    const place = placed(alert);
    const { subject, measured, leaves, groupKey, reading } = place;
    const { verdict, reason } = measured ?? reading.severity.judgeAlert(subject);
    const level = verdict.kind === "severity" ? verdict.severity : undefined;
    const owned = inService(subject);
    const team = teams.teamOf(owned);
    const told = level && telling(leaves, level, mayPage(subject.identity), team);
    const monitor = monitors.of(owned);
    const judgement: { -readonly [Key in keyof Judgement]: Judgement[Key] } = {
      identity: subject.identity,
      groupKey,
      groupId: groupId(groupKey),
      verdict,
      reason,
      owed: told?.owed ?? [],
      deadlines: level && leaves[0] ? deadlinesOf(leaves[0], level, teams.modeOf(leaves[0].rules, team)) : [],
      lifecycle: lifecycleOf(owned, leaves[0], level),
      recoverAfter: measured?.recoverAfter ?? 1,
      inARow: measured?.inARow ?? 1,
      reopenWindowMs: Math.max(reopenWindowMs, 2 * (monitor?.everyMs ?? 0)),
      policyHash: hash,
    };
    if (team) judgement.team = team;
    if (monitor) judgement.monitor = monitor;
    if (told && told.shadow.length > 0) judgement.shadow = told.shadow;
    if (level && leaves[0] && teams.modeOf(leaves[0].rules, team) === "live") {
      Object.assign(judgement, waitingOf(leaves[0], level, mayPage(subject.identity), team));
    }
    if (told?.withheld) judgement.pageWithheld = "environment";
    if (measured) judgement.figure = measured.figure;
    const runbook = noteOf(place);
    if (runbook) judgement.runbook = runbook;
    return judgement;
  };

  return {
    judge,
    broughtAt: (alert, level) => {
      const { subject, leaves } = placed(alert);
      const owned = inService(subject);
      const team = teams.teamOf(owned);
      const [first] = leaves;
      const isLive = first && teams.modeOf(first.rules, team) === "live";
      const patience = isLive && patienceOf(waitingOf(first, level, mayPage(subject.identity), team));
      return {
        ...(patience ? { patience } : {}),
        lifecycle: lifecycleOf(owned, first, level),
        owed: telling(leaves, level, mayPage(subject.identity), team).owed,
        deadlines: first ? deadlinesOf(first, level, teams.modeOf(first.rules, team)) : [],
      };
    },
    groupOf: (alert): AlertGroup => {
      const { subject, groupKey } = placed(alert);
      return { identity: subject.identity, groupKey, groupId: groupId(groupKey) };
    },
    fallbackOf: (id, at) => fallbackOf(id, at, destinations),
    onCallOf: (team, at) => onCallOf(team, at, destinations),
    serviceOf,
    remediesOf: compileRemedies({ document, placed, inService, declared, monitors, teams, mayPage }),
    trace: compileTrace({ placed, inService, teams, places: parts.places }),
  };
}

function fallbackOf(id: string, at: Severity, { byId }: Destinations): readonly Owed[] {
  return (byId.get(id)?.fallback ?? []).flatMap((other) => {
    const destination = byId.get(other);
    return destination ? [{ id: other, receiver: destination.receiver, told: "fallback", at }] : [];
  });
}

function onCallOf(team: string, at: Severity, destinations: Destinations): readonly Owed[] {
  return listFor("on-call", team, destinations).entries.flatMap(({ tells }) =>
    tells.map(({ id, receiver }) => ({ id, receiver, told: "on-call", at, team })),
  );
}

/** Nothing falls due for what nobody is told of. */
function deadlinesOf({ rules }: Route, level: Severity, mode: Mode): readonly JudgedDeadline[] {
  return mode === "shadow" ? [] : rules.deadlines[level];
}

/** The life cycle of an alert, by its service, its route and the level that it was judged at. */
type LifecycleOf = (who: Subject, route: Route | undefined, level: Severity | undefined) => Lifecycle;

/**
 * The service's own life cycle, else the route's, else the full one for a model from CRITICAL up (behaviour 3). What Vigie itself says, of its own
 * trouble and of a series that is late, is over when its cause is gone, whatever the routes say (protocol 3.5).
 */
function compileLifecycle({ services = {} }: PolicyDocument): LifecycleOf {
  const own = new Map(Object.entries(services).map(([id, { lifecycle }]) => [id, lifecycle] as const));
  return ({ alert, identity: { service, model } }, route, level) => {
    if (isVigiesWord(alert)) return "short";
    return own.get(service ?? "") ?? route?.rules.lifecycle ?? usualLifecycle(model, level);
  };
}

/** A model that answers badly wants its cause known. */
function usualLifecycle(model: string | undefined, level: Severity | undefined): Lifecycle {
  return model !== undefined && level !== undefined && compareSeverity(level, "critical") >= 0 ? "full" : "short";
}

function isVigiesWord({ source, measurement }: Alert): boolean {
  return source === "vigie" || measurement?.lateSince !== undefined;
}

function compileNotes(runbooks: Runbooks, own: string | undefined): (place: Placed) => RunbookNote | undefined {
  return ({ subject: { alert, identity }, reading, preset }) => {
    const { family, service } = identity;
    const { serviceOf } = reading.identity;
    const name = preset?.name ?? own;
    if (alert.measurement) return runbooks.driftNote({ preset: name, service, serviceOf, family });
    const { runbook_id } = alert.annotations;
    const alertname = labelOf(alert, "alertname");
    return runbooks.runbookFor({ preset: name, service, serviceOf, alertname, runbook_id });
  };
}
