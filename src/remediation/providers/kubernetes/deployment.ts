import type { Cluster } from "./cluster.ts";
import type { Revertible } from "./gone-back.ts";
import { revisionsOf } from "./revisions.ts";
import { rolloutStatus } from "./rollout-status.ts";
import type { WorkloadAt } from "./workload-at.ts";

const annotation = "deployment.kubernetes.io/revision";
const hashLabel = "pod-template-hash";

/**
 * A deployment with the revisions that it keeps. Going back replaces the pod template, as `kubectl rollout undo` does, and only
 * where the resource version is still the one read.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go
 * (read 2026-11-20)
 */
export function deploymentAt(cluster: Cluster, at: WorkloadAt): Revertible {
  return {
    object: at.object,
    namespace: at.namespace,
    async read(call) {
      const read = await at.read(call);
      if (read.kind !== "ok") return read;
      const { metadata, spec, status } = read.data;
      const keeper = { namespace: at.namespace, uid: metadata.uid, selector: spec.selector, annotation, hashLabel };
      const kept = await revisionsOf(cluster, keeper, call);
      if (kept.kind !== "ok") return kept;
      const isSeen = status.observedGeneration >= metadata.generation;
      const now = isSeen
        ? kept.data.find(({ number }) => String(number) === metadata.annotations[annotation])
        : undefined;
      return {
        kind: "ok",
        data: {
          resourceVersion: metadata.resourceVersion,
          template: spec.template,
          revisions: kept.data,
          ...(now ? { now } : {}),
          ...(spec.paused ? { stuck: "paused" } : {}),
          progress: rolloutStatus(at.kind, read.data),
        },
      };
    },
    revert: ({ template }, resourceVersion, call) =>
      at.patch({ type: "json", body: templatePatch(template, resourceVersion) }, call),
  };
}

/** Another resource version than the present one makes the API server refuse the whole patch with 409. */
export function templatePatch(template: unknown, resourceVersion: string): readonly unknown[] {
  return [
    { op: "replace", path: "/metadata/resourceVersion", value: resourceVersion },
    { op: "replace", path: "/spec/template", value: template },
  ];
}
