import type { Run, RunStep } from "./run.ts";
import { isUnderWay } from "./run.ts";

/** An incident keeps so many of its runs. */
const runsMax = 3;

/**
 * The newest runs, as the record keeps them. Whole: the newest, the newest that changed anything, which can be taken back,
 * and what one under way takes back. Of the others what their sentences need; the journal has all of each.
 */
export function keptRuns(runs: readonly Run[]): readonly Run[] {
  const kept = runs.slice(-runsMax);
  const undone = kept.find(isUnderWay)?.undoes;
  const whole = [kept.at(-1), kept.findLast(({ changed }) => changed), kept.find(({ id }) => id === undone)];
  return kept.map((run) => (whole.includes(run) ? run : asHistory(run)));
}

/** A run with one of them changed; the others as they are. */
export function withRun(runs: readonly Run[] = [], id: string, change: (run: Run) => Run): readonly Run[] {
  return keptRuns(runs.map((run) => (run.id === id ? change(run) : run)));
}

/** What remains of a run that nothing can be done about any more. */
export function asHistory({ serving: _serving, why: _why, before: _before, source: _source, ...run }: Run): Run {
  const { action, at, steps, to, from, checksServing, withinMs } = run.plan;
  const short = steps.map(({ memo: _memo, key: _key, ...step }) => ({ ...step, key: "" }));
  return {
    ...run,
    plan: {
      ...{ action, at, steps: short, checksServing, withinMs },
      ...(to === undefined ? {} : { to }),
      ...(from === undefined ? {} : { from }),
    },
    steps: run.steps.map(withoutDetail),
  };
}

function withoutDetail({ detail: _detail, link: _link, ...step }: RunStep): RunStep {
  return step;
}
