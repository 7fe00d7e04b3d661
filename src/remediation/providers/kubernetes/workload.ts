import { z } from "zod";

const words = z.record(z.string(), z.string());
const count = z.int().default(0);

/** What every object says of itself. */
export const metadataSchema = z.looseObject({
  name: z.string(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.int().default(0),
  annotations: words.default({}),
  labels: words.default({}),
  ownerReferences: z.array(z.looseObject({ uid: z.string(), controller: z.boolean().default(false) })).default([]),
});

export const selectorSchema = z.object({
  matchLabels: words.default({}),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).default([]) }))
    .default([]),
});

/** A pod template: ours to copy as it is, not to understand. */
export const templateSchema = z.looseObject({
  metadata: z.looseObject({ annotations: words.optional(), labels: words.optional() }).optional(),
});
export type PodTemplate = z.infer<typeof templateSchema>;

/** A deployment, stateful set or daemon set, as far as it is read here. */
export const workloadSchema = z.object({
  metadata: metadataSchema,
  spec: z.looseObject({
    replicas: z.int().default(1),
    paused: z.boolean().default(false),
    selector: selectorSchema.default({ matchLabels: {}, matchExpressions: [] }),
    template: templateSchema,
    updateStrategy: z
      .looseObject({
        type: z.string().default("RollingUpdate"),
        rollingUpdate: z.looseObject({ partition: z.int().default(0) }).optional(),
      })
      .optional(),
  }),
  status: z
    .looseObject({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      readyReplicas: count,
      currentRevision: z.string().default(""),
      updateRevision: z.string().default(""),
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberAvailable: count,
      conditions: z.array(z.looseObject({ type: z.string(), reason: z.string().default("") })).default([]),
    })
    .prefault({}),
});
export type Workload = z.infer<typeof workloadSchema>;

/** The kinds of workload that can be restarted, by the word before the slash, with their plural in the API. */
export const workloadPlurals = {
  deployment: "deployments",
  statefulset: "statefulsets",
  daemonset: "daemonsets",
} as const;
export type WorkloadKind = keyof typeof workloadPlurals;

/** `deployment/credit-scoring` in its parts; `null` for any other kind. */
export function workloadOf(object: string): { readonly kind: WorkloadKind; readonly name: string } | null {
  const [kind = "", name = ""] = object.split("/");
  return isKind(kind) && name !== "" ? { kind, name } : null;
}

function isKind(kind: string): kind is WorkloadKind {
  return Object.hasOwn(workloadPlurals, kind);
}
