import type { PlannedStep } from "../../incident/actions/plan.ts";
import type { Call, Doing, Looking } from "../provider.ts";
import { doingOf, lookingOf } from "./failures.ts";
import type { VendorAnswer } from "./vendor-http.ts";

/** How one name that stands for a version is read and moved. */
export type Movable = {
  /** The version that it stands for now; `null`: none. */
  readonly read: (call: Call) => Promise<VendorAnswer<string | null>>;
  /** Moves it from what was read to the planned version. */
  readonly move: (from: string, to: string, call: Call) => Promise<VendorAnswer<unknown>>;
  /** http(s): where people see it. */
  readonly link?: string;
};

/** Shown where nothing is named at all. */
const nothing = "∅";

/**
 * Moves it and reads what became of it. It stands for the planned version already: done, before and after alike. It stands
 * for a third one: somebody's newer change, which is never overwritten.
 */
export async function moveVersion(thing: Movable, { from, to }: PlannedStep, call: Call): Promise<Doing> {
  if (from === undefined || to === undefined) return { kind: "failed", because: "faulty" };
  const link = thing.link === undefined ? {} : { link: thing.link };
  const found = await thing.read(call);
  if (found.kind !== "ok") return doingOf(found);
  if (found.data === to) return { kind: "done", before: to, after: to, ...link };
  if (found.data !== from) return conflict(found.data);
  const moved = await thing.move(from, to, call);
  if (moved.kind !== "ok") return doingOf(moved);
  const after = await thing.read(call);
  // It said yes and cannot be read back, or does not say so yet: a later look tells.
  if (after.kind !== "ok" || after.data === from) return { kind: "unknown" };
  return after.data === to ? { kind: "done", before: from, after: to, ...link } : conflict(after.data);
}

function conflict(now: string | null): Doing {
  return { kind: "failed", because: "conflict", detail: now ?? nothing };
}

/** How it stands, by what it stands for now. */
export async function lookAtVersion(thing: Movable, { from, to }: PlannedStep, call: Call): Promise<Looking> {
  const found = await thing.read(call);
  if (found.kind !== "ok") return lookingOf(found);
  const now = found.data ?? nothing;
  if (now === to) return { kind: "after", after: now, ...(thing.link === undefined ? {} : { link: thing.link }) };
  return now === from ? { kind: "before" } : { kind: "other", now };
}

/** The way back: the same, from where it went to where it came from. What was so already stays. */
export function backFrom({ tested: _, ...planned }: PlannedStep): PlannedStep | null {
  const { from, to } = planned;
  if (from === undefined || to === undefined) return null;
  return { ...planned, from: to, to: from };
}
