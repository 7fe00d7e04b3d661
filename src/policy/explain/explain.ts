import type { Alert } from "../../alert/alert.ts";
import { compareSeverity } from "../../alert/severity.ts";
import type { Judgement, Owed } from "../../incident/judgement.ts";
import { labelOf } from "../identity.ts";
import type { LeftOut } from "../places/destinations.ts";
import { pages } from "../places/places.ts";
import type { Policy, RouteTrace } from "../policy.ts";
import { type Acting, actingOn } from "./acting.ts";

/** One destination of an alert, and when it may ring. */
export type ToldOf = {
  readonly owed: Owed;
  /** `shadow`: it would be told, and is not. */
  readonly mode: "live" | "shadow";
  /** When it may ring, in ms since the epoch; `null`: at once, Infinity: never. */
  readonly opensAt: number | null;
};

/** Everything that a policy decides about one alert, with where each decision is written. */
export type Explanation = RouteTrace & {
  readonly alert: Pick<Alert, "name" | "source" | "status" | "labels">;
  /** The time that was asked for, in ms since the epoch. */
  readonly at: number;
  readonly judgement: Judgement;
  /** Where the team comes from; absent without a team. */
  readonly teamFrom?: "label" | "owner";
  readonly tells: readonly ToldOf[];
  /** Places that would be told but lack credentials. */
  readonly leftOut: readonly LeftOut[];
  /** What may be done to the service or its model; absent where nothing is declared. */
  readonly acting?: Acting;
  /** What people read instead of an id that says nothing: with the routing key's name, or as the policy writes it. */
  readonly shown: Readonly<Record<string, string>>;
  readonly policy: Pick<Policy, "file" | "hash" | "name">;
};

/**
 * Explains what a policy makes of an alert, without doing any of it.
 *
 * @param at when the alert comes, in ms since the epoch: who may ring depends on it
 */
export function explain(policy: Policy, alert: Alert, at: number): Explanation {
  const judgement = policy.judge(alert);
  const { owed, shadow = [], team } = judgement;
  const told = (mode: ToldOf["mode"]) => (one: Owed) => ({ owed: one, mode, opensAt: policy.opensAt(one.hours, at) });
  const trace = policy.trace(alert);
  const acting = actingOn(policy, alert, judgement);
  const { name, source, status, labels } = alert;
  return {
    ...trace,
    alert: { name, source, status, labels },
    at,
    judgement,
    ...(team ? { teamFrom: labelOf(alert, "team") === team.id ? ("label" as const) : ("owner" as const) } : {}),
    tells: [...owed.map(told("live")), ...shadow.map(told("shadow"))],
    leftOut: leftOutOf(policy, judgement, trace),
    ...(acting ? { acting } : {}),
    shown: shownBy(policy),
    policy: { file: policy.file, hash: policy.hash, name: policy.name },
  };
}

/** What people read for the ids that say nothing to them. */
export function shownBy({ destinations, asWritten }: Policy): Readonly<Record<string, string>> {
  const pages = [...destinations.values()].flatMap((one) =>
    "shown" in one && one.shown !== one.id ? [[one.id, `${one.id} ${one.shown}`] as const] : [],
  );
  return Object.fromEntries([...pages, ...asWritten]);
}

function leftOutOf(
  policy: Policy,
  { verdict, pageWithheld, owed, team }: Judgement,
  { routes }: RouteTrace,
): readonly LeftOut[] {
  if (verdict.kind !== "severity") return [];
  const named = new Set(
    routes.flatMap(({ tells }) =>
      tells.flatMap(({ name, at }) => (compareSeverity(at, verdict.severity) <= 0 ? [name] : [])),
    ),
  );
  /** A team's own list stands in the place of the general one, also where nothing of it is configured. */
  const ofTeam = new Set(
    [
      ...owed.map(({ told: name, team: of }) => ({ name, of })),
      ...policy.leftOut.map(({ name, team: of }) => ({ name, of })),
    ]
      .filter(({ of }) => of !== undefined && of === team?.id)
      .map(({ name }) => name),
  );
  return policy.leftOut.filter(
    ({ name, receiver, team: of }) =>
      named.has(name) && (ofTeam.has(name) ? of === team?.id : of === undefined) && !(pageWithheld && pages(receiver)),
  );
}
