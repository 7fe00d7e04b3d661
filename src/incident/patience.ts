import type { Judgement, Ladder, Owed } from "./judgement.ts";

/**
 * How long the policy waits for people, and whom it calls then. Kept in the incident as it was judged last at its severity,
 * so that timers need no policy and a reload takes nothing back (protocol 10.2). Durations in ms.
 */
export type Patience = {
  readonly remindEveryMs?: number;
  /** Absent: 10 min. */
  readonly afterTriageMs?: number;
  readonly ladder?: Ladder;
};

/** Who acknowledged has so long to judge after the triage's deadline, unless the policy says otherwise (behaviour 5). */
export const usualAfterTriageMs = 10 * 60_000;

/** What a judgement says of waiting, as small as a record wants it; `undefined` where it says nothing. */
export function patienceOf({
  remindEveryMs,
  afterTriageMs,
  ladder,
}: Pick<Judgement, "remindEveryMs" | "afterTriageMs" | "ladder">): Patience | undefined {
  const patience = {
    ...(remindEveryMs === undefined ? {} : { remindEveryMs }),
    ...(afterTriageMs === undefined ? {} : { afterTriageMs }),
    ...(ladder === undefined
      ? {}
      : { ladder: { ...ladder, steps: ladder.steps.map((one) => ({ ...one, owed: one.owed.map(withoutPlace) })) } }),
  };
  return Object.keys(patience).length === 0 ? undefined : patience;
}

function withoutPlace({ place: _place, ...owed }: Owed): Owed {
  return owed;
}
