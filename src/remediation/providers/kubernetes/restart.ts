import type { Call, Doing, Looking, Planning } from "../../provider.ts";
import { markOf } from "../call-mark.ts";
import { doingOf, lookingOf, planningOf } from "../failures.ts";
import { rolloutStatus } from "./rollout-status.ts";
import type { Workload } from "./workload.ts";
import type { WorkloadAt } from "./workload-at.ts";

/** What `kubectl rollout restart` sets, and which run set it: a later restart by hand changes the first alone. */
const restartedAt = "kubectl.kubernetes.io/restartedAt";
const restartedBy = "vigie/run";

/** Says whether pods could be replaced now. What does not roll by itself is refused, as `kubectl` does. */
export async function planRestart(at: WorkloadAt, call: Call): Promise<Planning> {
  const read = await at.read(call);
  if (read.kind !== "ok") return planningOf(read);
  const stuck = stuckBy(read.data);
  if (stuck !== null) return { kind: "problem", because: "faulty", detail: `${at.object}: ${stuck}` };
  return { kind: "planned", step: { doing: "restart", name: at.object, of: at.namespace } };
}

function stuckBy({ spec }: Workload): string | null {
  if (spec.paused) return "paused";
  return spec.updateStrategy?.type === "OnDelete" ? "updateStrategy OnDelete" : null;
}

/** Replaces the pods, once for each run and step: what carries our mark already is left as it is. */
export async function restart(at: WorkloadAt, call: Call): Promise<Doing> {
  const read = await at.read(call);
  if (read.kind !== "ok") return doingOf(read);
  if (isOurs(read.data, call)) return { kind: "done" };
  const stuck = stuckBy(read.data);
  if (stuck !== null) return { kind: "failed", because: "refused", detail: `${at.object}: ${stuck}` };
  const time = new Date(call.begunAt ?? call.now).toISOString();
  const annotations = { [restartedAt]: time, [restartedBy]: markOf(call) };
  const sent = await at.patch({ type: "strategic", body: { spec: { template: { metadata: { annotations } } } } }, call);
  return sent.kind === "ok" ? { kind: "done" } : doingOf(sent);
}

export async function lookAtRestart(at: WorkloadAt, call: Call): Promise<Looking> {
  const read = await at.read(call);
  if (read.kind !== "ok") return lookingOf(read);
  return isOurs(read.data, call) ? rolloutStatus(at.kind, read.data) : { kind: "before" };
}

function isOurs({ spec }: Workload, call: Call): boolean {
  return spec.template.metadata?.annotations?.[restartedBy] === markOf(call);
}
