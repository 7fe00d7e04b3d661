import type { PolicyPlace } from "../../incident/judgement.ts";
import type { Locale } from "../../words/locale.ts";
import type { Acting } from "./acting.ts";
import type { Explanation } from "./explain.ts";
import { reasonText } from "./reason-text.ts";

/** When a destination may ring, as programs read it: `now`, `never`, or the time of the next opening in UTC. */
export function ringsJson(opensAt: number | null): string {
  if (opensAt === null) return "now";
  return opensAt === Number.POSITIVE_INFINITY ? "never" : new Date(opensAt).toISOString();
}

/** An explanation as programs read it: times are ISO 8601 UTC, places `file:line`, durations milliseconds. */
export function explanationJson(explanation: Explanation, locale: Locale) {
  const { alert, at, judgement, teamFrom, routes, tells, leftOut, preset, policy, acting } = explanation;
  const { verdict, reason, identity, team, groupKey, groupId, lifecycle, deadlines, inARow, pageWithheld } = judgement;
  return {
    alert,
    at: new Date(at).toISOString(),
    verdict: verdict.kind,
    severity: verdict.kind === "severity" ? verdict.severity : null,
    reason: {
      kind: reason.kind,
      text: reasonText(reason, verdict, locale),
      ...placeJson("place" in reason ? reason.place : undefined),
      inARow,
    },
    identity,
    team: team ? { id: team.id, known: !team.unknown, from: teamFrom, ...placeJson(explanation.ownerPlace) } : null,
    preset: preset ? { name: preset.name, ...placeJson(preset.place) } : null,
    group: { key: groupKey, id: groupId, ...placeJson(explanation.groupByPlace) },
    lifecycle: { kind: lifecycle, ...placeJson(explanation.lifecyclePlace) },
    routes: routes.map(({ match, place }) => ({ match, ...placeJson(place) })),
    tells: tells.map(({ owed, mode, opensAt }) => ({
      id: owed.id,
      shown: explanation.shown[owed.id] ?? owed.id,
      receiver: owed.receiver,
      name: owed.told,
      from: owed.at,
      team: owed.team ?? null,
      mode,
      rings: ringsJson(opensAt),
      hours: owed.hours ?? [],
      ...placeJson(owed.place),
    })),
    pageWithheld: pageWithheld ?? null,
    leftOut: leftOut.map(({ description, name, missing }) => ({ description, name, missing })),
    deadlines: deadlines.map(({ kind, afterMs, place }) => ({ kind, afterMs, ...placeJson(place) })),
    acting: acting ? actingJson(acting) : null,
    policy,
  };
}

function actingJson({ actions, rollback, isPerformance, criteria, suggested }: Acting) {
  return {
    actions: actions.map(({ id, steps, authority, approvers, place }) => ({
      id,
      steps: steps.map(({ provider }) => provider),
      authority: authority ?? null,
      approvers,
      ...placeJson(place),
    })),
    suggested: suggested ? { action: suggested.action, ...placeJson(suggested.place) } : null,
    rollback: rollback
      ? {
          mode: rollback.mode,
          at: rollback.at,
          vetoMs: rollback.vetoMs,
          dryRun: rollback.dryRun,
          ...placeJson(rollback.place),
        }
      : null,
    performance: isPerformance,
    criteria: criteria.map(({ name, forMs, place }) => ({ name, forMs, ...placeJson(place) })),
  };
}

function placeJson(place: PolicyPlace | undefined): { readonly place?: string } {
  return place ? { place: `${place.file}:${place.line}` } : {};
}
