import { type Severity, severities } from "../../alert/severity.ts";
import type { Judgement, Ladder, LadderStep, Owed, PolicyPlace, Team } from "../../incident/judgement.ts";
import { policyFaults as say } from "../../words/policy.ts";
import type { Path } from "../document/path.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { WrittenRoute } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import { type Destinations, listFor } from "../places/destinations.ts";
import { pages } from "../places/places.ts";
import type { FaultBook } from "../policy-error.ts";
import { parseDuration } from "../time/duration.ts";
import { hoursOf, type RouteHours } from "./hours.ts";

/** One step of `escalation:` as a route names it. Duration in ms. */
type Step = {
  readonly afterMs: number;
  readonly to: readonly { readonly name: string; readonly place: PolicyPlace }[];
};

/** How long a route waits for people; each severity is a key of its own, and holds for the worse ones without one. */
export type WaitingRules = {
  readonly remind: Readonly<Partial<Record<Severity, number>>>;
  readonly ladders: Readonly<Partial<Record<Severity, readonly Step[]>>>;
  readonly repeat?: number;
  readonly afterTriageMs?: number;
};

export const waitsForNobody: WaitingRules = { remind: {}, ladders: {} };

/** A route's rules: its own, and its parent's where it writes none. */
export function inheritWaiting(parent: WaitingRules, own: WaitingRules): WaitingRules {
  return {
    ...parent,
    ...own,
    remind: { ...parent.remind, ...own.remind },
    ladders: { ...parent.ladders, ...own.ladders },
  };
}

type Bench = { readonly text: PolicyText; readonly book: FaultBook; readonly names: readonly string[] };

/** Compiles `remind:` and `escalation:` of a route. */
export function compileWaiting({ remind = {}, escalation = {} }: WrittenRoute, path: Path, bench: Bench): WaitingRules {
  const { book } = bench;
  const read = (value: string, at: Path): number => {
    const ms = parseDuration(value);
    if (ms === null) book.fault(at, say.badDuration({ value }));
    return ms ?? 0;
  };
  const { repeat, after_triage: afterTriage } = escalation;
  const reminders = severities.flatMap((at) => {
    const every = remind[at];
    return every === undefined ? [] : [[at, read(every, [...path, "remind", at])] as const];
  });
  const ladders = severities.flatMap((at) => {
    const steps = escalation[at];
    const place = [...path, "escalation", at];
    return steps === undefined
      ? []
      : [[at, steps.map((one, n) => compileStep(one, [...place, n], read, bench))] as const];
  });
  return {
    remind: Object.fromEntries(reminders),
    ladders: Object.fromEntries(ladders),
    ...(repeat === undefined ? {} : { repeat }),
    ...(afterTriage === undefined ? {} : { afterTriageMs: read(afterTriage, [...path, "escalation", "after_triage"]) }),
  };
}

function compileStep(
  { after, to }: { readonly after: string; readonly to: readonly string[] },
  path: Path,
  read: (value: string, at: Path) => number,
  { text, book, names }: Bench,
): Step {
  return {
    afterMs: read(after, [...path, "after"]),
    to: to.map((name, at) => {
      const place = [...path, "to", at];
      if (!names.includes(name))
        book.fault(place, say.unknownDestination({ name, near: nearest(name, names), known: names }));
      return { name, place: text.place(place) };
    }),
  };
}

type Waiting = Pick<Judgement, "ladder" | "remindEveryMs" | "afterTriageMs">;

/**
 * How long is waited for people at a severity, and who is called then: what the route writes for it, else for the next
 * lower one. Where an environment never pages, the ladder pages nobody either.
 */
export function waitingAt(
  rules: WaitingRules & RouteHours,
  severity: Severity,
  mayPage: boolean,
  team: Team | undefined,
  destinations: Destinations,
): Waiting {
  const { repeat = 0, afterTriageMs } = rules;
  const remindEveryMs = atOrBelow(rules.remind, severity);
  const steps = atOrBelow(rules.ladders, severity) ?? [];
  const ladder: Ladder = {
    repeat,
    steps: steps.map(
      ({ afterMs, to }): LadderStep => ({
        afterMs,
        owed: to.flatMap(({ name, place }) => owedFor(name, place, rules, severity, mayPage, team, destinations)),
      }),
    ),
  };
  return {
    // Written as 0, it is switched off for this route.
    ...(remindEveryMs ? { remindEveryMs } : {}),
    ...(afterTriageMs === undefined ? {} : { afterTriageMs }),
    ...(steps.length === 0 ? {} : { ladder }),
  };
}

function owedFor(
  name: string,
  place: PolicyPlace,
  rules: RouteHours,
  at: Severity,
  mayPage: boolean,
  team: Team | undefined,
  destinations: Destinations,
): readonly Owed[] {
  const list = listFor(name, team?.id, destinations);
  const hours = hoursOf(rules, undefined);
  return list.entries
    .filter(({ receiver }) => mayPage || !pages(receiver))
    .flatMap(({ tells }) =>
      tells.map(({ id, receiver }) => ({
        id,
        receiver,
        told: name,
        at,
        ...(list.team === undefined ? {} : { team: list.team }),
        ...(hours === undefined ? {} : { hours: [hours] }),
        place,
      })),
    );
}

function atOrBelow<Value>(of: Readonly<Partial<Record<Severity, Value>>>, severity: Severity): Value | undefined {
  return severities
    .slice(0, severities.indexOf(severity) + 1)
    .map((at) => of[at])
    .findLast((one) => one !== undefined);
}
