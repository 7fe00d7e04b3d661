import type { PlannedStep, PlanProblem } from "../incident/actions/plan.ts";
import type { StepFailure } from "../incident/actions/run.ts";
import { present } from "../present.ts";
import { type BoundStep, boundStep, callOf, skippedFor } from "./bound-step.ts";
import type { Looking, Planning } from "./provider.ts";
import { type Next, on, over, type RunAtWork } from "./run-at-work.ts";

/** How the world stands to a step before anything was changed. */
type Found =
  | { readonly kind: "ready" }
  | { readonly kind: "so-already"; readonly because?: "no-way-back" }
  | { readonly kind: "away" }
  | { readonly kind: "failed"; readonly because: StepFailure; readonly detail?: string | undefined };

const ready: Found = { kind: "ready" };
const away: Found = { kind: "away" };

/**
 * Reads the world again before the first call of a run, for all steps: where somebody changed it since it was planned,
 * nothing at all is changed. Steps that are so already are skipped.
 */
export async function survey(work: RunAtWork): Promise<Next> {
  const found = await Promise.all(work.run.steps.map((_step, at) => foundAt(work, at)));
  for (const [step, one] of found.entries()) {
    if (one.kind !== "failed") continue;
    await work.tell({ what: "step-failed", step, because: one.because, ...said(one.detail) });
    return over;
  }
  const step = found.findIndex(({ kind }) => kind === "away");
  if (step >= 0) {
    return work.wait({ since: work.run.startedAt ?? work.run.askedAt }, async () => {
      await work.tell({ what: "step-failed", step, because: "away" });
      return over;
    });
  }
  for (const [step, one] of found.entries()) {
    if (one.kind !== "so-already" || work.run.steps[step]?.state !== "waiting") continue;
    await work.tell({ what: "step-skipped", step, ...skippedFor(one) });
  }
  return on;
}

async function foundAt(work: RunAtWork, at: number): Promise<Found> {
  const bound = boundStep(work, at);
  if (bound.kind === "failed") return bound;
  if (bound.kind === "nothing") return { kind: "so-already", ...skippedFor(bound) };
  if (work.run.steps[at]?.state === "skipped") return { kind: "so-already" };
  return work.run.undoes === undefined ? planAgain(work, at, bound) : lookAt(work, at, bound);
}

type Bound = Extract<BoundStep, { kind: "bound" }>;

async function planAgain(work: RunAtWork, at: number, { provider, step, planned }: Bound): Promise<Found> {
  const { from, to } = work.run.plan;
  const wanted = present({ from, to });
  const answer = await work.inTime<Planning>((signal) => provider.plan(step, wanted, callOf(work, at, signal)), {
    kind: "problem",
    because: "timed-out",
  });
  return answer.kind === "planned" ? compared(planned, answer.step) : problem[answer.because](answer.detail);
}

function compared(planned: PlannedStep, now: Pick<PlannedStep, "from" | "noop">): Found {
  if (now.noop || (planned.to !== undefined && now.from === planned.to)) return { kind: "so-already" };
  if (planned.from === undefined || now.from === planned.from) return ready;
  return { kind: "failed", because: "conflict", detail: now.from };
}

const because =
  (failure: StepFailure) =>
  (detail: string | undefined): Found => ({ kind: "failed", because: failure, detail });

const problem: { readonly [P in PlanProblem]: (detail: string | undefined) => Found } = {
  "no-earlier-version": because("gone"),
  "not-found": because("gone"),
  denied: because("denied"),
  away: () => away,
  "timed-out": () => away,
  "no-credentials": because("no-credentials"),
  faulty: because("faulty"),
  "nothing-declared": because("faulty"),
};

/** The way back was planned by nobody but the run before, so the world is compared with what that run left. */
async function lookAt(work: RunAtWork, at: number, { provider, step, planned }: Bound): Promise<Found> {
  const seen = await work.inTime<Looking>((signal) => provider.look(step, planned, callOf(work, at, signal)), {
    kind: "away",
  });
  if (seen.kind === "after") return planned.to === undefined ? ready : { kind: "so-already" };
  if (seen.kind === "other") return { kind: "failed", because: "conflict", detail: seen.now };
  return seen.kind === "away" || seen.kind === "going" ? away : ready;
}

function said(detail: string | undefined) {
  return detail === undefined ? {} : { detail };
}
