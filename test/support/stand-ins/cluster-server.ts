import { createHash } from "node:crypto";
import { type FaultyServer, faultyServer, type StandInAnswer, type StandInRequest } from "./faulty-server.ts";

/** JSON of a cluster's object; what is written into it is checked where it is read. */
// biome-ignore lint/suspicious/noExplicitAny: the stand-in keeps whatever a cluster would
export type Thing = any;

/**
 * An API server with its deployment and rollout controllers, as far as Vigie asks them: objects with resource versions and
 * generations, the three kinds of patch, a status of its own, replica sets as history. Controllers act when `settle` is
 * called, so that a test can look in between.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/ (read 2026-11-20)
 */
export type ClusterServer = FaultyServer & {
  /** By path: `apis/apps/v1/namespaces/ml/deployments/credit`. */
  readonly things: Map<string, Thing>;
  /** Changes of a spec or an abort, by whomever. */
  effects: number;
  /** Controllers act at once after each patch, not only when `settle` is called. */
  isEager: boolean;
  /** Called once, right before the next write is looked at: somebody who was quicker. */
  before: (() => void) | null;
  /** Somebody changes an object. */
  edit(path: string, change: (thing: Thing) => void): void;
  settle(): void;
};

const groups = { deployments: "apis/apps/v1", rollouts: "apis/argoproj.io/v1alpha1" } as const;
const annotations = {
  deployments: "deployment.kubernetes.io/revision",
  rollouts: "rollout.argoproj.io/revision",
} as const;
const hashLabels = { deployments: "pod-template-hash", rollouts: "rollouts-pod-template-hash" } as const;

/** @param tokens those that may do everything; any other is 401 */
export async function clusterServer(tokens: readonly string[]): Promise<ClusterServer> {
  const things = new Map<string, Thing>();
  let version = 100;
  const base = await faultyServer((request) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!tokens.includes(token)) return status(401, "Unauthorized");
    const path = decodeURIComponent(request.path.slice(1));
    if (request.method === "GET") return path.endsWith("/replicasets") ? list(path, request) : one(path);
    server.before?.();
    server.before = null;
    return patched(path, request);
  });

  const one = (path: string): StandInAnswer => {
    const thing = things.get(path);
    return thing ? { json: thing } : status(404, `${path.split("/").slice(-2).join(" ")} not found`);
  };
  const list = (path: string, { query }: StandInRequest): StandInAnswer => {
    const wanted = (query.get("labelSelector") ?? "").split(",").filter((term) => /^[^=!]+=[^=]+$/.test(term));
    const items = [...things].flatMap(([key, thing]) => {
      const labels = thing.metadata.labels ?? {};
      const isMatch = wanted.every((term) => labels[term.split("=")[0] ?? ""] === term.split("=")[1]);
      return key.startsWith(`${path}/`) && isMatch ? [thing] : [];
    });
    return { json: { kind: "ReplicaSetList", items } };
  };
  const patched = (asked: string, { headers, text }: StandInRequest): StandInAnswer => {
    const part = asked.endsWith("/status") ? "status" : "spec";
    const path = asked.replace(/\/status$/, "");
    const thing = things.get(path);
    if (!thing) return status(404, "not found");
    const body = JSON.parse(text);
    const type = headers["content-type"];
    const after =
      type === "application/json-patch+json" ? jsonPatched(thing, body) : merged(structuredClone(thing), body);
    if (after.metadata.resourceVersion !== thing.metadata.resourceVersion) {
      return status(409, "the object has been modified; please apply your changes to the latest version");
    }
    // A status of its own: what is patched elsewhere of it is dropped.
    store(path, part === "status" ? { ...thing, status: after.status } : { ...after, status: thing.status });
    const answer = { json: things.get(path) };
    if (server.isEager) server.settle();
    return answer;
  };
  const store = (path: string, after: Thing) => {
    const before = things.get(path);
    const isSpec = JSON.stringify(before?.spec) !== JSON.stringify(after.spec);
    const isAbort = (before?.status?.abort ?? false) !== (after.status?.abort ?? false);
    if (isSpec || isAbort) server.effects += 1;
    version += 1;
    const generation = (before?.metadata.generation ?? 1) + (isSpec ? 1 : 0);
    things.set(path, { ...after, metadata: { ...after.metadata, resourceVersion: String(version), generation } });
  };

  const server: ClusterServer = {
    ...base,
    things,
    effects: 0,
    isEager: false,
    before: null,
    edit(path, change) {
      const after = structuredClone(things.get(path));
      change(after);
      store(path, after);
    },
    settle() {
      for (const [path, thing] of things) {
        const settled = settledThing(path, thing, things);
        if (settled) things.set(path, settled);
      }
    },
  };
  return server;
}

/** What the controllers make of an object: its revision, and a status that says that all pods are there. */
function settledThing(path: string, thing: Thing, things: Map<string, Thing>): Thing | null {
  const { replicas = 1 } = thing.spec;
  const { generation } = thing.metadata;
  if (/\/(statefulsets|daemonsets)\//.test(path)) {
    const counts = { updatedReplicas: replicas, readyReplicas: replicas, updatedNumberScheduled: replicas };
    const rest = { desiredNumberScheduled: replicas, numberAvailable: replicas, observedGeneration: generation };
    return { ...thing, status: { ...thing.status, ...counts, ...rest, updateRevision: "r", currentRevision: "r" } };
  }
  const kind = path.startsWith(groups.rollouts) ? "rollouts" : "deployments";
  if (!path.startsWith(`${groups[kind]}/`) || !path.includes(`/${kind}/`)) return null;
  const hash = createHash("sha256").update(inOrder(thing.spec.template)).digest("hex").slice(0, 8);
  const namespace = path.split("/")[4];
  const folder = `apis/apps/v1/namespaces/${namespace}/replicasets`;
  const own = [...things].filter(
    ([key, { metadata }]) => key.startsWith(`${folder}/`) && metadata.ownerReferences?.[0]?.uid === thing.metadata.uid,
  );
  const annotation = annotations[kind];
  const newest = Math.max(0, ...own.map(([, set]) => Number(set.metadata.annotations[annotation])));
  const name = `${thing.metadata.name}-${hash}`;
  const known = own.find(([, set]) => set.metadata.name === name)?.[1];
  const isNewest = known !== undefined && Number(known.metadata.annotations[annotation]) === newest;
  const number = String(isNewest ? newest : newest + 1);
  const labels = { ...thing.spec.template.metadata?.labels, [hashLabels[kind]]: hash };
  const template = { ...thing.spec.template, metadata: { ...thing.spec.template.metadata, labels } };
  things.set(`${folder}/${name}`, {
    metadata: {
      ...{ name, uid: `uid-${name}`, resourceVersion: "1", labels, annotations: { [annotation]: number } },
      ownerReferences: [{ uid: thing.metadata.uid, controller: true, kind: "x", name: thing.metadata.name }],
    },
    spec: { template },
  });
  const metadata = { ...thing.metadata, annotations: { ...thing.metadata.annotations, [annotation]: number } };
  const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas };
  if (kind === "deployments") return { ...thing, metadata, status: { ...counts, observedGeneration: generation } };
  const { stableRS = hash, abort = false } = thing.status ?? {};
  const isStable = stableRS === hash;
  const phase = abort && !isStable ? "Degraded" : isStable ? "Healthy" : "Paused";
  const told = {
    observedGeneration: String(generation),
    currentPodHash: hash,
    stableRS,
    phase,
    abort: abort && !isStable,
  };
  return { ...thing, metadata, status: { ...thing.status, ...counts, ...told } };
}

/** JSON that is the same for the same template, in whatever order it was sent. */
function inOrder(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`;
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, inner]) => `${name}:${inOrder(inner)}`).join()}}`;
}

function status(code: number, message: string): StandInAnswer {
  return { status: code, json: { kind: "Status", status: "Failure", message, code } };
}

/** Merge patch; of a strategic one only maps are patched here, which it treats alike. */
function merged(target: Thing, patch: Thing): Thing {
  for (const [key, value] of Object.entries(patch)) {
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    if (value === null) delete target[key];
    else target[key] = isMap ? merged(target[key] ?? {}, value) : value;
  }
  return target;
}

function jsonPatched(thing: Thing, operations: readonly { op: string; path: string; value: unknown }[]): Thing {
  const after = structuredClone(thing);
  for (const { op, path, value } of operations) {
    const [last = "", ...parents] = path.split("/").slice(1).reverse();
    const parent = parents.reverse().reduce((inner, name) => inner[name], after);
    if (op !== "replace" || !(last in parent)) throw new Error(`cannot ${op} ${path}`);
    parent[last] = value;
  }
  return after;
}
