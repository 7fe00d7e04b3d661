import type { Looking } from "../../provider.ts";
import type { Workload, WorkloadKind } from "./workload.ts";

type Standing = Extract<Looking, { kind: "after" | "going" | "failed" }>;

const going = (done: number, of: number): Standing => ({ kind: "going", detail: `${done}/${of}` });

/**
 * How far the replacement of a workload's pods is, by the rules of `kubectl rollout status`.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go
 * (read 2026-11-20)
 */
export function rolloutStatus(kind: WorkloadKind, workload: Workload): Standing {
  const { metadata, status } = workload;
  if (status.observedGeneration < metadata.generation) return { kind: "going" };
  return standings[kind](workload);
}

const standings: { readonly [K in WorkloadKind]: (workload: Workload) => Standing } = {
  deployment: ({ spec, status }) => {
    const isStuck = status.conditions.some(
      ({ type, reason }) => type === "Progressing" && reason === "ProgressDeadlineExceeded",
    );
    const { replicas, updatedReplicas, availableReplicas } = status;
    if (isStuck) {
      return {
        kind: "failed",
        because: "too-slow",
        detail: `ProgressDeadlineExceeded, ${availableReplicas}/${spec.replicas}`,
      };
    }
    if (updatedReplicas < spec.replicas || replicas > updatedReplicas || availableReplicas < updatedReplicas) {
      return going(Math.min(updatedReplicas, availableReplicas), spec.replicas);
    }
    return { kind: "after" };
  },
  statefulset: ({ spec, status }) => {
    const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    const wanted = Math.max(0, spec.replicas - partition);
    const { updatedReplicas, readyReplicas, updateRevision, currentRevision } = status;
    const isLeft = partition === 0 && updateRevision !== currentRevision;
    if (updatedReplicas < wanted || readyReplicas < spec.replicas || isLeft) {
      return going(Math.min(updatedReplicas, readyReplicas), wanted);
    }
    return { kind: "after" };
  },
  daemonset: ({ status }) => {
    const { desiredNumberScheduled: wanted, updatedNumberScheduled: updated, numberAvailable: available } = status;
    return updated < wanted || available < wanted ? going(Math.min(updated, available), wanted) : { kind: "after" };
  },
};
