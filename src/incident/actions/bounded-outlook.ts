import { boundedName, boundedWord } from "../bounded.ts";
import { fitJson } from "../fit-json.ts";
import type { Incident } from "../incident.ts";
import type { ActionId } from "./action-ids.ts";
import type { FoundChange } from "./found-change.ts";
import type { ActionPlan, VersionCount } from "./plan.ts";
import type { Tick } from "./tick.ts";

/**
 * What an incident's record keeps of what could be done, in bytes of JSON (protocol 8.3). A plan that does not fit could
 * not be done as it was shown, so it is left out whole.
 */
const maxBytes = { plan: 1_600, plans: 5_000, detail: 160, url: 160, changes: 1_200, ticks: 900 } as const;
/** An incident's record has so many bytes, of which a run that is begun takes so many. */
const recordBytes = { all: 16 * 1_024, run: 2_000 } as const;
const changesMax = 5;
const stepsMax = 8;
const servingMax = 4;

/** Changes as the record keeps them: five at most, the first ones where their texts are long. */
export function boundedChanges(changes: readonly FoundChange[]): FoundChange[] {
  return thatFit(changes.slice(0, changesMax).map(boundedChange), maxBytes.changes);
}

/**
 * Plans as the record keeps them: what else is in it leaves room for one at least. Of those that do not fit together, the
 * suggested one and those before it stay.
 */
export function boundedPlans(
  plans: readonly ActionPlan[],
  suggests: ActionId | undefined,
  { plans: _plans, ...record }: Incident,
): ActionPlan[] {
  const room = Math.max(maxBytes.plan, recordBytes.all - recordBytes.run - bytesOf(record));
  const bounded = plans.map(boundedPlan).filter((plan) => bytesOf(plan) <= maxBytes.plan);
  const first = bounded.toSorted((a, b) => Number(b.action === suggests) - Number(a.action === suggests));
  const kept = new Set(thatFit(first, Math.min(maxBytes.plans, room)));
  return bounded.filter((plan) => kept.has(plan));
}

/** Ticks with the versions and names in them cut. */
export function boundedTicks(ticks: readonly Tick[]): Tick[] {
  return thatFit(ticks.map(boundedTick), maxBytes.ticks);
}

/** Which versions serve, as the record keeps them: those on most instances first where there are many. */
export function boundedServing(serving: readonly VersionCount[]): VersionCount[] {
  const most = serving.length <= servingMax ? serving : serving.toSorted((a, b) => b.count - a.count);
  return most.slice(0, servingMax).map(({ version, count }) => ({ version: boundedName(version), count }));
}

/** What a vendor said, as the record keeps it. */
export function boundedDetail(detail: string): string {
  return fitJson(detail, maxBytes.detail);
}

/** Whether a link is kept: to a page of the web alone, and whole, or not at all. */
export function isKeptLink(link: string | undefined): link is string {
  return link !== undefined && /^https?:\/\//i.test(link) && bytesOf(link) <= maxBytes.url;
}

function boundedChange({ url, ...change }: FoundChange): FoundChange {
  const { from, to } = change;
  return {
    ...change,
    id: boundedName(change.id),
    source: boundedName(change.source),
    name: boundedName(change.name),
    ...(from === undefined ? {} : { from: boundedName(from) }),
    ...(to === undefined ? {} : { to: boundedName(to) }),
    ...(isKeptLink(url) ? { url } : {}),
  };
}

/** What is only read by people is cut; what is acted by stays as it is, or the plan is left out. */
function boundedPlan({ steps, detail, ...plan }: ActionPlan): ActionPlan {
  const { serving, problem } = plan;
  const isTooLong = steps.length > stepsMax;
  return {
    ...plan,
    steps: isTooLong ? [] : steps,
    ...(isTooLong ? { problem: problem ?? "faulty" } : {}),
    ...(detail === undefined ? {} : { detail: boundedDetail(detail) }),
    ...(serving === undefined ? {} : { serving: boundedServing(serving) }),
  };
}

function boundedTick(tick: Tick): Tick {
  const { version, serving, role, model, metric, by, look } = tick;
  return {
    ...tick,
    ...(version === undefined ? {} : { version: boundedName(version) }),
    ...(serving === undefined ? {} : { serving: boundedName(serving) }),
    ...(role === undefined ? {} : { role: boundedName(role) }),
    ...(model === undefined ? {} : { model: boundedName(model) }),
    ...(metric === undefined ? {} : { metric: boundedName(metric) }),
    ...(by === undefined ? {} : { by: boundedName(by) }),
    ...(look === undefined ? {} : { look: { ...look, metric: boundedWord(look.metric) } }),
  };
}

function thatFit<T>(all: readonly T[], most: number): T[] {
  let bytes = 0;
  return all.filter((one) => {
    const size = bytesOf(one);
    if (bytes + size > most) return false;
    bytes += size;
    return true;
  });
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
