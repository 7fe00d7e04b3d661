import type { PlannedStep } from "../../../incident/actions/plan.ts";
import { present } from "../../../present.ts";
import type { Call, Doing, Looking, Planning } from "../../provider.ts";
import { doingOf, lookingOf, planningOf } from "../failures.ts";
import type { VendorAnswer } from "../vendor-http.ts";
import type { Rollout, RolloutAt } from "./rollout.ts";

/** A status that the controller writes between our reading and our writing is no change of anybody's: read again. */
const tries = 4;

/** From the revision that is being rolled out to the stable one; nothing is rolled out: there is nothing to abort. */
export async function planAbort(at: RolloutAt, call: Call): Promise<Planning> {
  const read = await at.read(call);
  if (read.kind !== "ok") return planningOf(read);
  const { current, stable, status } = read.data;
  if (!current || !stable) return { kind: "problem", because: "away", detail: `${at.object}: a change is under way` };
  const isOver = status.abort || current.hash === stable.hash;
  return {
    kind: "planned",
    step: {
      doing: "abort-rollout",
      name: at.object,
      of: at.namespace,
      from: String(status.abort ? stable.number : current.number),
      to: String(stable.number),
      memo: { current: current.hash, stable: stable.hash },
      ...(isOver ? { noop: true as const } : {}),
    },
  };
}

/**
 * Aborts what is being rolled out, or, on the way back, goes on with it, as `kubectl argo rollouts abort` and `retry` do; never
 * another revision than the planned one.
 */
export async function setAbort(at: RolloutAt, planned: PlannedStep, call: Call): Promise<Doing> {
  const { memo = {}, from, to } = planned;
  const abort = !isRetry(planned);
  for (let turn = 1; ; turn += 1) {
    const read = await at.read(call);
    if (read.kind !== "ok") return doingOf(read);
    const { status, metadata } = read.data;
    if (newer(read.data, planned) !== null) {
      return { kind: "failed", because: "conflict", detail: newer(read.data, planned) ?? "" };
    }
    const done: Doing = {
      kind: "done",
      ...present({ before: from, after: to }),
    };
    if (status.abort === abort || memo.current === memo.stable) return done;
    const sent = await patchStatus(at, { abort, resourceVersion: metadata.resourceVersion }, call);
    if (sent.kind === "ok") return done;
    if (sent.kind !== "conflict" || turn >= tries) return doingOf(sent);
  }
}

/** Where the cluster keeps no status apart, the object itself is patched, as the plugin does. */
async function patchStatus(
  at: RolloutAt,
  { abort, resourceVersion }: { readonly abort: boolean; readonly resourceVersion: string },
  call: Call,
): Promise<VendorAnswer<unknown>> {
  const patch = { type: "merge", body: { metadata: { resourceVersion }, status: { abort } } } as const;
  const sent = await at.patch(patch, call, "status");
  return sent.kind === "gone" ? at.patch(patch, call) : sent;
}

export async function lookAtAbort(at: RolloutAt, planned: PlannedStep, call: Call): Promise<Looking> {
  const read = await at.read(call);
  if (read.kind !== "ok") return lookingOf(read);
  const now = newer(read.data, planned);
  if (now !== null) return { kind: "other", now };
  const { abort, phase } = read.data.status;
  if (abort === isRetry(planned)) return { kind: "before" };
  const after = planned.to === undefined ? {} : { after: planned.to };
  // Traffic is back once the controller says so.
  return isRetry(planned) || phase === "Degraded" ? { kind: "after", ...after } : { kind: "going" };
}

/** The way back of an abort: the rollout goes on where it began. */
export function retryOf({ from, to, memo, ...planned }: PlannedStep): PlannedStep | null {
  if (from === undefined || to === undefined || planned.noop) return null;
  return { ...planned, from: to, to: from, memo: { ...memo, way: "retry" } };
}

function isRetry({ memo }: PlannedStep): boolean {
  return memo?.way === "retry";
}

/** What somebody made of it since it was planned: another revision, or the planned one became the stable one. */
function newer({ status, current, revisions }: Rollout, { memo = {} }: PlannedStep): string | null {
  const numberOf = (wanted: string) => String(revisions.find(({ hash }) => hash === wanted)?.number ?? wanted);
  if (current && current.hash !== memo.current) return String(current.number);
  if (!current) return `→ ${numberOf(status.currentPodHash)}`;
  return status.stableRS === memo.stable ? null : numberOf(status.stableRS);
}
