import type { Change } from "../alert/change.ts";

/** Two senders tell of one event within so long of each other, in ms. */
const sameEventMs = 2 * 60_000;
/** A deployment that was said to have started is heard of again within so long, in ms. */
const deploymentMaxMs = 60 * 60_000;

/** Kinds that name what is pointed at: pointed at the same again, nothing changed. */
const pointing: ReadonlySet<Change["kind"]> = new Set(["alias", "stage"]);

/**
 * What really changed, newest first: what two senders tell of one event is one, `from` is what was so before, and what a
 * poller only found is left out. Of other environments nothing is kept.
 *
 * @param changes as the store keeps them, in any order
 */
export function knownChanges(changes: readonly Change[], environment: string): readonly Change[] {
  const events: Change[] = [];
  for (const change of changes.toSorted((a, b) => a.at - b.at)) {
    if (change.environment !== undefined && !isOf(change.environment, environment)) continue;
    const last = events.findLastIndex((one) => isSameSubject(one, change));
    const before = events[last];
    if (before !== undefined && isSameEvent(before, change)) events[last] = merged(before, change);
    else events.push(change);
  }
  return events
    .map((change, at) => withFrom(change, events.slice(0, at)))
    .filter(({ kind, from, to }) => kind !== "seen" && !(pointing.has(kind) && from !== undefined && from === to))
    .toSorted((a, b) => b.at - a.at);
}

/**
 * Whether what changed there is of this environment: `prod` and `production` are one, and `production` is also that of
 * `production-eu`; what a pull request shows in `production-pr-12` is not production's.
 */
function isOf(changed: string, environment: string): boolean {
  const [there, here] = [changed.toLowerCase(), environment.toLowerCase()];
  if (here.startsWith(there)) return true;
  return there.startsWith(here) && /^\p{L}+$/u.test(there.slice(here.length));
}

function isSameSubject(one: Change, other: Change): boolean {
  return one.kind === other.kind && one.name === other.name && isSameThing(one, other);
}

/** Two messages about one subject, the second right after the first. */
function isSameEvent(one: Change, other: Change): boolean {
  if (one.to !== other.to) return false;
  const apartMs = (other.since ?? other.at) - one.at;
  return apartMs <= sameEventMs || (one.outcome === "started" && apartMs <= deploymentMaxMs);
}

/** One that names only its model and one that names only its service may be about the same. */
function isSameThing(one: Change, other: Change): boolean {
  if (one.model !== undefined && other.model !== undefined) return one.model === other.model;
  return one.service === undefined || other.service === undefined || one.service === other.service;
}

/** What Vigie itself did counts most, then what came to an end, then what was told first; the other fills what it lacks. */
function merged(first: Change, second: Change): Change {
  const weight = ({ source, outcome }: Change) => (source === "vigie" ? 2 : 0) + (outcome === "started" ? 0 : 1);
  return weight(second) > weight(first) ? { ...first, ...second } : { ...second, ...first };
}

function withFrom(change: Change, before: readonly Change[]): Change {
  if (change.from !== undefined) return change;
  const last = before.findLast(
    (one) =>
      (one.kind === change.kind || one.kind === "seen") &&
      one.name === change.name &&
      one.to !== undefined &&
      one.outcome !== "failed" &&
      isSameThing(one, change),
  );
  return last?.to === undefined ? change : { ...change, from: last.to };
}
