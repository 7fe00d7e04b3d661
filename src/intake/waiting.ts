import type { Answer } from "../incident/acts.ts";
import type { Fact } from "../incident/fact.ts";
import type { Incident } from "../incident/incident.ts";

/** What a fact came to: the incident as it is stored, and the answer for whoever asked. */
export type Settled = { readonly incident: Incident | null; readonly answer: Answer | null };

/** A fact, and whoever waits for it to be stored. */
export type Pending = { readonly fact: Fact; readonly settled: PromiseWithResolvers<Settled> };

/** Facts about one group that wait to be decided together, in order of arrival. */
export type Waiting = {
  readonly groupId: string;
  readonly groupKey: string;
  /** The incident that the facts name; `null` for alerts, which are about the newest. */
  readonly uid: string | null;
  pending: Pending[];
  alerts: number;
  /** So many commits of it came after another replica's. */
  conflicts: number;
  /** When it began to take turns, in ms on the monotonic clock; `null` while it need not. */
  contendedSince: number | null;
  /** Its sender was asked whether alerts are still active; that happens once. */
  asked: boolean;
};

/** A group's place in the queue, without facts yet. */
export function waitingFor(group: Pick<Waiting, "groupId" | "groupKey" | "uid">): Waiting {
  return { ...group, pending: [], alerts: 0, conflicts: 0, contendedSince: null, asked: false };
}

/** Puts a fact behind those that wait already. */
export function addTo(waiting: Waiting, pending: Pending): void {
  waiting.pending.push(pending);
  waiting.alerts += alertsIn(pending.fact);
}

/** How many alerts a fact is, for the bound of a commit. */
export function alertsIn(fact: Fact): number {
  return fact.kind === "alerts" ? fact.alerts.length : 0;
}

/** The first and the second half of what waits, so that a fact that cannot be decided is soon alone. */
export function halvesOf(waiting: Waiting): readonly [Waiting, Waiting] {
  const middle = Math.ceil(waiting.pending.length / 2);
  return [part(waiting, waiting.pending.slice(0, middle)), part(waiting, waiting.pending.slice(middle))];
}

function part(waiting: Waiting, pending: Pending[]): Waiting {
  return { ...waiting, pending, alerts: pending.reduce((sum, { fact }) => sum + alertsIn(fact), 0) };
}

/** Tells all who wait that their facts are stored. */
export function resolveAll(
  { pending }: Waiting,
  incident: Incident | null,
  answers: readonly (Answer | null)[] = [],
): void {
  for (const [at, { settled }] of pending.entries()) settled.resolve({ incident, answer: answers[at] ?? null });
}

/** Tells all who wait that their facts are not known to be stored. */
export function rejectAll({ pending }: Waiting, cause: unknown): void {
  for (const { settled } of pending) settled.reject(cause);
}
