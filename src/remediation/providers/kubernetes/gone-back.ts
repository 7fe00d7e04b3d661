import { isDeepStrictEqual } from "node:util";
import type { PlannedStep } from "../../../incident/actions/plan.ts";
import { present } from "../../../present.ts";
import type { Call, Doing, Looking, Planning } from "../../provider.ts";
import { doingOf, lookingOf, planningOf } from "../failures.ts";
import type { VendorAnswer } from "../vendor-http.ts";
import type { Revision } from "./revisions.ts";

/** An object as it stands, with the revisions that it can go back to, the newest first. */
export type Standing = {
  readonly resourceVersion: string;
  /** What its pods are made by, as somebody wrote it last. */
  readonly template: unknown;
  /** Of the present revision; absent where its own controller has not caught up with somebody's change. */
  readonly now?: Revision;
  readonly revisions: readonly Revision[];
  /** Why it cannot go back: it is paused, its template stands elsewhere. */
  readonly stuck?: string;
  /** How far the replacement of its pods is. */
  readonly progress: Extract<Looking, { kind: "after" | "going" | "failed" }>;
};

/** Something that keeps its earlier pod templates and can be given one of them again. */
export type Revertible = {
  readonly object: string;
  readonly namespace: string;
  read(call: Call): Promise<VendorAnswer<Standing>>;
  /** Refused as a conflict where it was changed since it was read. */
  revert(to: Revision, resourceVersion: string, call: Call): Promise<VendorAnswer<unknown>>;
};

/** A status that its controller writes between our reading and our writing is no change of anybody's: read again. */
const tries = 4;

/** The revision before the present one, as `undo` of `kubectl` takes it. */
export async function planBack(thing: Revertible, call: Call): Promise<Planning> {
  const read = await thing.read(call);
  if (read.kind !== "ok") return planningOf(read);
  const { now, revisions, stuck } = read.data;
  if (stuck !== undefined) return { kind: "problem", because: "faulty", detail: `${thing.object}: ${stuck}` };
  if (!now) return { kind: "problem", because: "away", detail: `${thing.object}: a change is under way` };
  const back = revisions.find(({ number }) => number < now.number);
  if (!back) return { kind: "problem", because: "no-earlier-version", detail: thing.object };
  return {
    kind: "planned",
    step: {
      doing: "undo-rollout",
      name: thing.object,
      of: thing.namespace,
      from: String(now.number),
      to: String(back.number),
      memo: { from: now.name, to: back.name },
    },
  };
}

/** Gives it the planned template where it still has the one that was read; whatever else it has is somebody's newer change. */
export async function goBack(thing: Revertible, planned: PlannedStep, call: Call): Promise<Doing> {
  const { memo = {}, from, to } = planned;
  for (let turn = 1; ; turn += 1) {
    const read = await thing.read(call);
    if (read.kind !== "ok") return doingOf(read);
    const { now, revisions, stuck, resourceVersion, template } = read.data;
    const back = revisions.find(({ name }) => name === memo.to);
    if (back && isDeepStrictEqual(back.template, template)) {
      return { kind: "done", ...(to === undefined ? {} : { after: to }) };
    }
    if (!now) return { kind: "away", detail: `${thing.object}: a change is under way` };
    if (!isAsPlanned(now, planned)) return { kind: "failed", because: "conflict", detail: String(now.number) };
    if (stuck !== undefined) return { kind: "failed", because: "refused", detail: `${thing.object}: ${stuck}` };
    if (!back) return { kind: "failed", because: "gone", detail: to ?? thing.object };
    const sent = await thing.revert(back, resourceVersion, call);
    if (sent.kind === "ok") {
      return {
        kind: "done",
        ...present({ before: from, after: to }),
      };
    }
    if (sent.kind !== "conflict" || turn >= tries) return doingOf(sent);
  }
}

/**
 * Whether it still is what was planned to be left. A revision that somebody went back to has a new number: that is a newer
 * change, though it is the same template. The way back goes from a number that nobody knew when it was planned.
 */
function isAsPlanned({ name, number }: Revision, { from, memo = {} }: PlannedStep): boolean {
  return name === memo.from && (memo.way === "back" || String(number) === from);
}

export async function lookBack(thing: Revertible, planned: PlannedStep, call: Call): Promise<Looking> {
  const { memo = {}, to } = planned;
  const read = await thing.read(call);
  if (read.kind !== "ok") return lookingOf(read);
  const { now, progress } = read.data;
  if (!now) return { kind: "going" };
  if (isAsPlanned(now, planned)) return { kind: "before" };
  if (now.name !== memo.to) return { kind: "other", now: String(now.number) };
  return progress.kind === "after" && to !== undefined ? { ...progress, after: to } : progress;
}

/** The same, from where it went to where it came from. */
export function backAgain({ from, to, memo = {}, ...planned }: PlannedStep): PlannedStep | null {
  if (from === undefined || to === undefined || memo.from === undefined || memo.to === undefined) return null;
  return { ...planned, from: to, to: from, memo: { from: memo.to, to: memo.from, way: "back" } };
}
