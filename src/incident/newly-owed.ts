import { compareSeverity, type Severity } from "../alert/severity.ts";
import type { Hours, Owed } from "./judgement.ts";

/**
 * What a judgement owes beyond what the incident owes already: further destinations, and those that may ring at further
 * hours, with all their hours. Nothing is ever taken away (protocol 10.2).
 */
export function newlyOwed(before: readonly Owed[], judged: readonly Owed[]): readonly Owed[] {
  return judged.flatMap((owed) => beyond(before, owed) ?? []);
}

/** What one destination is owed beyond that; `null` when nothing. */
export function beyond(before: readonly Owed[], owed: Owed): Owed | null {
  const known = before.find((one) => isSamePlace(one, owed));
  if (!known) return owed;
  if (!known.hours) return null;
  const { hours, ...always } = known;
  if (!owed.hours) return always;
  const more = owed.hours.filter((one) => !hours.some((old) => sameHours(old, one)));
  return more.length === 0 ? null : { ...always, hours: [...hours, ...more] };
}

/** Whether two are one destination, also where a policy of today calls the place by another name (protocol 1.5). */
export function isSamePlace(a: Owed, b: Owed): boolean {
  return a.id === b.id || (a.canonical ?? a.id) === (b.canonical ?? b.id);
}

/** What is owed after that, in the order in which it came to be owed. */
export function owedWith(before: readonly Owed[], added: readonly Owed[]): readonly Owed[] {
  const byId = new Map([...before, ...added].map((owed) => [owed.id, owed]));
  return [...byId.values()];
}

function sameHours(a: Hours, b: Hours): boolean {
  return JSON.stringify([a.active, a.mute, a.during]) === JSON.stringify([b.active, b.mute, b.during]);
}

/** What is owed at a severity; a measurement may be judged worse than it counts yet (C-15). */
export function reached(owed: readonly Owed[], severity: Severity): readonly Owed[] {
  return owed.filter((one) => isReached(one, severity));
}

/** Whether a severity owes it. */
export function isReached({ at }: Owed, severity: Severity): boolean {
  return compareSeverity(at, severity) <= 0;
}
