import type { VersionCount } from "../incident/actions/plan.ts";
import type { RunFailure } from "../incident/actions/run.ts";
import { answerTimes } from "./helps.ts";
import { isNoOp } from "./no-op.ts";
import { type Next, over, type RunAtWork } from "./run-at-work.ts";
import { readServing, sameServing, servesOnly } from "./serving.ts";

/** A health check ends after so long, in ms. */
const healthMs = 5_000;

/**
 * Once its steps are over: a run has reached what it wanted when all that serves is the version it goes to, and the service
 * is healthy where the policy says how to ask it (behaviour 7, U-34). Where nothing became different it failed.
 */
export async function seeServing(work: RunAtWork): Promise<Next> {
  const { run, action } = work;
  if (isNoOp(run)) return fail(work, "no-op");
  const [serving, healthy] = await Promise.all([read(work), isHealthy(work)]);
  await work.at("serving-read", run.action);
  // Also where the policy has lost the action since: what people saw promised that what serves is looked at.
  const isChecked = run.plan.checksServing || action?.serving !== undefined;
  const serves = !isChecked || (serving !== null && servesOnly(serving, run.plan.to));
  if (serves && healthy) {
    await work.tell({ what: "reached", ...(serving ? { serving } : {}), ...answerTimes(work, work.now) });
    return over;
  }
  if (serving && !sameServing(serving, run.serving)) await work.tell({ what: "serving", serving });
  if (!work.isUnderWay) return over;
  const dueAt = stepsOverAt(work) + (action?.withinMs ?? run.plan.withinMs);
  return work.poll(dueAt, () => fail(work, serves ? "unhealthy" : "not-serving"));
}

async function read(work: RunAtWork): Promise<readonly VersionCount[] | null> {
  const check = work.action?.serving;
  return check ? work.inTime((signal) => readServing(check, work.deps, signal), null) : null;
}

/** Any answer of 2xx; an address that cannot be reached is not healthy. */
async function isHealthy({ action, deps }: RunAtWork): Promise<boolean> {
  const url = action?.health;
  if (url === undefined) return true;
  try {
    const answer = await deps.fetch(url, { signal: AbortSignal.timeout(healthMs), redirect: "error" });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    // Nobody there yet: the very thing that is being waited for.
    return false;
  }
}

function stepsOverAt({ run }: RunAtWork): number {
  return Math.max(run.startedAt ?? run.askedAt, ...run.steps.map(({ at }) => at ?? 0));
}

async function fail(work: RunAtWork, because: RunFailure): Promise<Next> {
  await work.tell({ what: "failed", because });
  return over;
}
