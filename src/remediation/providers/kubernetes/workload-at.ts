import type { Call } from "../../provider.ts";
import type { VendorAnswer } from "../vendor-http.ts";
import type { Cluster, ClusterPatch } from "./cluster.ts";
import { type Workload, type WorkloadKind, workloadOf, workloadPlurals, workloadSchema } from "./workload.ts";

/** One workload of a cluster, by its address in the API. */
export type WorkloadAt = {
  readonly kind: WorkloadKind;
  /** As the policy writes it: `deployment/credit-scoring`. */
  readonly object: string;
  readonly namespace: string;
  read(call: Call): Promise<VendorAnswer<Workload>>;
  patch(patch: Omit<ClusterPatch, "path">, call: Call): Promise<VendorAnswer<unknown>>;
};

/** Namespace and name come from the policy and nowhere else; `null` for a kind that has no pods of its own. */
export function workloadAt(cluster: Cluster, object: string, namespace: string): WorkloadAt | null {
  const found = workloadOf(object);
  if (!found) return null;
  const path = ["apis", "apps", "v1", "namespaces", namespace, workloadPlurals[found.kind], found.name];
  return {
    kind: found.kind,
    object,
    namespace,
    read: (call) => cluster.get({ path, answer: workloadSchema }, call),
    patch: (patch, call) => cluster.patch({ ...patch, path }, call),
  };
}
