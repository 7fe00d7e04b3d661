import type { StepFailure } from "../incident/actions/run.ts";
import { present } from "../present.ts";
import { type BoundStep, boundStep, callOf, skippedFor } from "./bound-step.ts";
import { keepChange } from "./keep-change.ts";
import type { Doing, Looking } from "./provider.ts";
import { type Next, on, over, type RunAtWork } from "./run-at-work.ts";

type Bound = Extract<BoundStep, { kind: "bound" }>;
type Done = Extract<Doing, { kind: "done" }>;

/**
 * Brings one step to its end, or as far as it comes now. That its call leaves is told before it does; a step found begun is
 * looked up first, and sent again only where it surely was not done, or where a repeated call is safe.
 */
export async function doStep(work: RunAtWork, at: number): Promise<Next> {
  const bound = boundStep(work, at);
  if (bound.kind === "failed") return fail(work, at, bound);
  if (bound.kind === "nothing") {
    await work.tell({ what: "step-skipped", step: at, ...skippedFor(bound) });
    return on;
  }
  if (isBegun(work, at)) {
    const seen = await look(work, at, bound);
    if (!mayBeSent(seen)) return settle(work, at, bound, seen);
  } else {
    await work.tell({ what: "step-begun", step: at });
    if (!work.isUnderWay || !isBegun(work, at)) return over;
  }
  return call(work, at, bound);
}

async function call(work: RunAtWork, at: number, bound: Bound): Promise<Next> {
  const { provider, step, planned } = bound;
  const { source } = work.run;
  const real = source === undefined ? undefined : await work.deps.reveal(source);
  await work.at("call-leaves", provider.name);
  // Whoever was paused until its lease was over sends nothing: who goes on by now looks first (protocol 1.4).
  if (work.isTurnOver) return { kind: "again", at: work.now };
  const doing = await work.inTime<Doing>((signal) => provider.do(step, planned, callOf(work, at, signal, real)), {
    kind: "unknown",
  });
  await work.at("call-answered", provider.name);
  if (doing.kind === "failed") return fail(work, at, doing);
  if (doing.kind === "away") {
    return work.wait({ since: since(work, at), afterMs: doing.afterMs }, () => fail(work, at, awayFor(doing.detail)));
  }
  const seen = await look(work, at, bound);
  // What was done is done, whatever somebody else made of it since.
  if (doing.kind === "done" && isBeyond(seen)) return done(work, at, bound, merged(doing, seen));
  return settle(work, at, bound, seen, doing.kind === "unknown" ? doing.detail : undefined);
}

function isBegun({ run }: RunAtWork, at: number): boolean {
  return run.steps[at]?.state === "begun";
}

/** It surely was not done, or a repeated call is safe. */
function mayBeSent({ kind }: Looking): boolean {
  return kind === "before" || kind === "blind";
}

/** Where a look takes nothing from what the call itself said. */
function isBeyond({ kind }: Looking): boolean {
  return kind === "after" || kind === "blind" || kind === "other" || kind === "away";
}

async function look(work: RunAtWork, at: number, { provider, step, planned }: Bound): Promise<Looking> {
  const seen = await work.inTime<Looking>((signal) => provider.look(step, planned, callOf(work, at, signal)), {
    kind: "away",
  });
  await work.at("step-looked-at", provider.name);
  return seen;
}

/** @param said what the call itself was answered, where its effect is not known */
async function settle(work: RunAtWork, at: number, bound: Bound, seen: Looking, said?: string): Promise<Next> {
  switch (seen.kind) {
    case "after":
      return done(work, at, bound, merged({ kind: "done" }, seen));
    case "before":
    case "blind":
      return tooSlowOrAgain(work, at, said);
    case "going":
      return tooSlowOrAgain(work, at, said ?? seen.detail);
    case "other":
      return fail(work, at, { because: "conflict", detail: seen.now });
    case "failed":
      return fail(work, at, seen);
    case "away":
      return work.wait({ since: since(work, at) }, () => fail(work, at, awayFor(seen.detail)));
  }
}

function tooSlowOrAgain(work: RunAtWork, at: number, detail: string | undefined): Promise<Next> {
  return work.poll(work.stepsDueAt, () => fail(work, at, { because: "too-slow", detail }));
}

async function done(work: RunAtWork, step: number, { planned }: Bound, told: Omit<Done, "kind">): Promise<Next> {
  // Before it is told: who comes after a crash keeps it again, under the same id.
  await keepChange(work, step, planned, told);
  await work.tell({ what: "step-done", step, ...told });
  return on;
}

async function fail(
  work: RunAtWork,
  step: number,
  { because, detail }: { readonly because: StepFailure; readonly detail?: string | undefined },
): Promise<Next> {
  await work.tell({ what: "step-failed", step, because, ...(detail === undefined ? {} : { detail }) });
  return over;
}

function awayFor(detail: string | undefined) {
  return { because: "away" as const, detail };
}

function since({ run }: RunAtWork, at: number): number {
  return run.steps[at]?.at ?? run.startedAt ?? run.askedAt;
}

function merged({ before, after, link }: Done, seen: Looking): Omit<Done, "kind"> {
  const there = seen.kind === "after" ? seen : undefined;
  const now = after ?? there?.after;
  const at = link ?? there?.link;
  return {
    ...present({ before, after: now, link: at }),
  };
}
