import type { Step } from "../../../policy/actions/step.ts";
import type { Provider } from "../../provider.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import { templatePatch } from "../kubernetes/deployment.ts";
import { backAgain, goBack, lookBack, planBack, type Revertible } from "../kubernetes/gone-back.ts";
import { lookAtAbort, planAbort, retryOf, setAbort } from "./abort.ts";
import { progressOf, type RolloutAt, rolloutAt } from "./rollout.ts";

export type ArgoStep = Extract<Step, { provider: "argo" }>;

/** Argo Rollouts: aborts what is being rolled out, or goes back to the revision before. Versions are revision numbers. */
export function createArgo(cluster: Cluster): Provider<ArgoStep> {
  const of = ({ object, namespace }: ArgoStep) => rolloutAt(cluster, object, namespace);
  return {
    name: "argo",
    plan: (step, _wanted, call) =>
      step.verb === "abort" ? planAbort(of(step), call) : planBack(revertible(of(step)), call),
    do: (step, planned, call) =>
      step.verb === "abort" ? setAbort(of(step), planned, call) : goBack(revertible(of(step)), planned, call),
    look: (step, planned, call) =>
      step.verb === "abort" ? lookAtAbort(of(step), planned, call) : lookBack(revertible(of(step)), planned, call),
    undo: (step, planned) => (step.verb === "abort" ? retryOf(planned) : backAgain(planned)),
  };
}

/**
 * A rollout that is given an earlier template, as `kubectl argo rollouts undo` does. One that takes its template from a
 * deployment is undone there.
 */
function revertible(at: RolloutAt): Revertible {
  return {
    object: at.object,
    namespace: at.namespace,
    async read(call) {
      const read = await at.read(call);
      if (read.kind !== "ok") return read;
      const { metadata, spec, current, revisions } = read.data;
      const stuck =
        spec.workloadRef !== undefined ? "its template stands in workloadRef" : spec.paused ? "paused" : null;
      return {
        kind: "ok",
        data: {
          resourceVersion: metadata.resourceVersion,
          template: spec.template,
          revisions,
          ...(current ? { now: current } : {}),
          ...(stuck === null ? {} : { stuck }),
          progress: progressOf(read.data),
        },
      };
    },
    revert: ({ template }, resourceVersion, call) =>
      at.patch({ type: "json", body: templatePatch(template, resourceVersion) }, call),
  };
}
