import { z } from "zod";
import type { Call, Looking } from "../../provider.ts";
import type { Cluster, ClusterPatch } from "../kubernetes/cluster.ts";
import { type Revision, revisionsOf } from "../kubernetes/revisions.ts";
import { metadataSchema, selectorSchema } from "../kubernetes/workload.ts";
import type { VendorAnswer } from "../vendor-http.ts";

const annotation = "rollout.argoproj.io/revision";
const hashLabel = "rollouts-pod-template-hash";

const rolloutSchema = z.object({
  metadata: metadataSchema,
  spec: z.looseObject({
    paused: z.boolean().default(false),
    selector: selectorSchema.prefault({}),
    template: z.unknown().optional(),
    workloadRef: z.unknown().optional(),
  }),
  status: z
    .looseObject({
      /** The generation as text. */
      observedGeneration: z.string().default(""),
      abort: z.boolean().default(false),
      phase: z.string().default(""),
      message: z.string().default(""),
      currentPodHash: z.string().default(""),
      stableRS: z.string().default(""),
    })
    .prefault({}),
});

/** A rollout as it stands, with its revisions, the newest first. */
export type Rollout = z.infer<typeof rolloutSchema> & {
  readonly revisions: readonly Revision[];
  /** Absent where its controller has not caught up with somebody's change. */
  readonly current?: Revision;
  readonly stable?: Revision;
};

/** One rollout of a cluster. */
export type RolloutAt = {
  readonly object: string;
  readonly namespace: string;
  read(call: Call): Promise<VendorAnswer<Rollout>>;
  patch(patch: Omit<ClusterPatch, "path">, call: Call, part?: "status"): Promise<VendorAnswer<unknown>>;
};

/**
 * Namespace and name come from the policy and nowhere else.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/ (read 2026-11-20)
 */
export function rolloutAt(cluster: Cluster, object: string, namespace: string): RolloutAt {
  const name = object.split("/")[1] ?? "";
  const path = ["apis", "argoproj.io", "v1alpha1", "namespaces", namespace, "rollouts", name];
  return {
    object,
    namespace,
    async read(call) {
      const read = await cluster.get({ path, answer: rolloutSchema }, call);
      if (read.kind !== "ok") return read;
      const { metadata, spec, status } = read.data;
      const keeper = { namespace, uid: metadata.uid, selector: spec.selector, annotation, hashLabel };
      const kept = await revisionsOf(cluster, keeper, call);
      if (kept.kind !== "ok") return kept;
      const isSeen = Number(status.observedGeneration) >= metadata.generation;
      const current = isSeen ? kept.data.find(({ hash }) => hash === status.currentPodHash) : undefined;
      const stable = kept.data.find(({ hash }) => hash === status.stableRS);
      const known = { ...(current ? { current } : {}), ...(stable ? { stable } : {}) };
      return { kind: "ok", data: { ...read.data, revisions: kept.data, ...known } };
    },
    patch: (patch, call, part) => cluster.patch({ ...patch, path: part ? [...path, part] : path }, call),
  };
}

/** How far a rollout is on its way to what its template says, by its own word. */
export function progressOf({ status }: Rollout): Extract<Looking, { kind: "after" | "going" | "failed" }> {
  const { phase, message, currentPodHash, stableRS } = status;
  if (phase === "Degraded")
    return { kind: "failed", because: "too-slow", detail: `Degraded: ${message}`.slice(0, 200) };
  if (phase === "Healthy" && currentPodHash === stableRS) return { kind: "after" };
  return { kind: "going", detail: `${phase} ${message}`.trim().slice(0, 200) };
}
