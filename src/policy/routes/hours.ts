import type { Hours } from "../../incident/judgement.ts";
import { policyFaults as say } from "../../words/policy.ts";
import type { Path } from "../document/path.ts";
import type { WrittenRoute } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import type { FaultBook } from "../policy-error.ts";

/** A route's own `active_time_intervals` and `mute_time_intervals`; each is inherited where a child writes none. */
export type RouteHours = Pick<Hours, "active" | "mute">;

/** Reads a route's hours; a name that `time_intervals:` does not hold is a fault. */
export function compileRouteHours(
  { active_time_intervals: active, mute_time_intervals: mute }: WrittenRoute,
  path: Path,
  known: readonly string[],
  book: FaultBook,
): RouteHours {
  for (const [at, name] of (active ?? []).entries())
    checkInterval(name, [...path, "active_time_intervals", at], known, book);
  for (const [at, name] of (mute ?? []).entries())
    checkInterval(name, [...path, "mute_time_intervals", at], known, book);
  return { ...(active ? { active } : {}), ...(mute ? { mute } : {}) };
}

/** Writes down a fault where an interval is named that the policy does not define. */
export function checkInterval(name: string, path: Path, known: readonly string[], book: FaultBook): void {
  if (!known.includes(name)) book.fault(path, say.unknownInterval({ name, near: nearest(name, known), known }));
}

/**
 * When a name told by a route may ring: inside the route's hours and `during`.
 *
 * @returns `undefined` for always
 */
export function hoursOf({ active, mute }: RouteHours, during: string | undefined): Hours | undefined {
  const hours: Hours = {
    ...(active && active.length > 0 ? { active } : {}),
    ...(mute && mute.length > 0 ? { mute } : {}),
    ...(during === undefined ? {} : { during }),
  };
  return Object.keys(hours).length > 0 ? hours : undefined;
}

/** Hours that hold where either do; `undefined`, for always, where one of them has none. */
export function eitherHours(
  known: readonly Hours[] | undefined,
  more: Hours | undefined,
): readonly Hours[] | undefined {
  if (known === undefined || more === undefined) return undefined;
  const said = JSON.stringify(more);
  return known.some((one) => JSON.stringify(one) === said) ? known : [...known, more];
}
