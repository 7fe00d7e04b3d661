import { present } from "../../present.ts";
import type { Run, RunStep } from "./run.ts";

/** An incident keeps so many of its runs. */
export const runsMax = 3;

/**
 * The runs that an incident's record keeps, oldest first: the newest, the newest that changed anything, and those that they
 * take back, whole, because they are gone on with, verified or taken back; then the newest others, with what their sentences
 * need. The journal has all of each.
 */
export function keptRuns(runs: readonly Run[]): readonly Run[] {
  const needed = [runs.at(-1), runs.findLast(({ changed }) => changed)].flatMap((run) =>
    run ? backTo(runs, run) : [],
  );
  const inOrder = [...new Set([...needed, ...runs.toReversed()])].slice(0, runsMax);
  return runs.filter((run) => inOrder.includes(run)).map((run) => (needed.includes(run) ? run : asHistory(run)));
}

/** A run with what it takes back, and what that took back, as far as they are kept. */
export function backTo(runs: readonly Run[], run: Run): readonly Run[] {
  const before = runs.find(({ id }) => id === run.undoes);
  return before ? [run, ...backTo(runs, before)] : [run];
}

/** The runs with one of them changed. */
export function withRun(runs: readonly Run[] = [], id: string, change: (run: Run) => Run): readonly Run[] {
  return keptRuns(runs.map((run) => (run.id === id ? change(run) : run)));
}

/** What remains of a run that nothing can be done about any more. */
function asHistory({ serving: _serving, why: _why, before: _before, source: _source, ...run }: Run): Run {
  const { action, at, steps, to, from, checksServing, withinMs } = run.plan;
  const short = steps.map(({ memo: _memo, key: _key, ...step }) => ({ ...step, key: "" }));
  return {
    ...run,
    plan: {
      ...{ action, at, steps: short, checksServing, withinMs },
      ...present({ to, from }),
    },
    steps: run.steps.map(withoutDetail),
  };
}

function withoutDetail({ detail: _detail, link: _link, ...step }: RunStep): RunStep {
  return step;
}
