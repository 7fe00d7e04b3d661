import { z } from "zod";
import type { Call } from "../../provider.ts";
import type { VendorAnswer } from "../vendor-http.ts";
import type { Cluster } from "./cluster.ts";
import { metadataSchema, type PodTemplate, type selectorSchema, templateSchema } from "./workload.ts";

const listSchema = z.object({
  items: z.array(z.object({ metadata: metadataSchema, spec: z.looseObject({ template: templateSchema }) })),
});

/** A revision that a cluster keeps as a replica set: what ran before, and can run again. */
export type Revision = {
  /** The replica set's name: it stays while the number of a revision that is gone back to does not. */
  readonly name: string;
  readonly number: number;
  /** Without the label that tells replica sets apart. */
  readonly template: PodTemplate;
  readonly hash: string;
};

/** Who keeps revisions: the object's own facts, and the names of the annotation and the label that it tells them by. */
export type Keeper = {
  readonly namespace: string;
  readonly uid: string;
  readonly selector: z.infer<typeof selectorSchema>;
  readonly annotation: string;
  readonly hashLabel: string;
};

/** The revisions that an object keeps, the newest first. */
export async function revisionsOf(
  cluster: Cluster,
  { namespace, uid, selector, annotation, hashLabel }: Keeper,
  call: Call,
): Promise<VendorAnswer<readonly Revision[]>> {
  const path = ["apis", "apps", "v1", "namespaces", namespace, "replicasets"];
  const labelSelector = selectorText(selector);
  const read = await cluster.get({ path, query: { labelSelector }, answer: listSchema }, call);
  if (read.kind !== "ok") return read;
  const kept = read.data.items.flatMap(({ metadata, spec }): readonly Revision[] => {
    const number = Number(metadata.annotations[annotation] ?? Number.NaN);
    const isItsOwn = metadata.ownerReferences.some((owner) => owner.controller && owner.uid === uid);
    if (!isItsOwn || !Number.isInteger(number)) return [];
    const { [hashLabel]: hash = "", ...labels } = spec.template.metadata?.labels ?? {};
    const template = { ...spec.template, metadata: { ...spec.template.metadata, labels } };
    return [{ name: metadata.name, number, template, hash }];
  });
  return { kind: "ok", data: kept.toSorted((a, b) => b.number - a.number) };
}

const operators: Readonly<Record<string, (key: string, values: readonly string[]) => string>> = {
  In: (key, values) => `${key} in (${values.join(",")})`,
  NotIn: (key, values) => `${key} notin (${values.join(",")})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api (read 2026-11-20) */
function selectorText({ matchLabels, matchExpressions }: Keeper["selector"]): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.flatMap(({ key, operator, values }) => operators[operator]?.(key, values) ?? []),
  ].join(",");
}
