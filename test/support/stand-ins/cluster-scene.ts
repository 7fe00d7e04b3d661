import { type ClusterServer, clusterServer, type Thing } from "./cluster-server.ts";

export const token = "cluster-token-that-nobody-may-see";
export const deployment = "apis/apps/v1/namespaces/ml/deployments/credit-scoring";
export const statefulset = "apis/apps/v1/namespaces/ml/statefulsets/credit-scoring";
export const daemonset = "apis/apps/v1/namespaces/ml/daemonsets/credit-scoring";
export const rollout = "apis/argoproj.io/v1alpha1/namespaces/ml/rollouts/credit";

const labels = { app: "credit" };
const template = (image: string) => ({ metadata: { labels }, spec: { containers: [{ name: "model", image }] } });

/** What runs there: the image of a workload's template. */
export const imageOf = (thing: Thing): string => thing?.spec.template.spec.containers[0].image ?? "nothing";
/** Somebody gives it another image. */
export const newImage = (image: string) => (thing: Thing) => {
  thing.spec.template.spec.containers[0].image = image;
};

/** A cluster with workloads that were rolled out twice: `credit:7`, then `credit:8`. */
export async function clusterScene(): Promise<ClusterServer> {
  const server = await clusterServer([token]);
  for (const [path, uid] of Object.entries({
    [deployment]: "u-deployment",
    [statefulset]: "u-stateful",
    [daemonset]: "u-daemon",
    [rollout]: "u-rollout",
  })) {
    const name = path.split("/").at(-1);
    server.things.set(path, {
      metadata: { name, uid, resourceVersion: "1", generation: 1, annotations: { team: "ml" } },
      spec: { replicas: 3, selector: { matchLabels: labels }, template: template("credit:7") },
    });
  }
  server.settle();
  for (const path of [deployment, rollout, statefulset, daemonset]) server.edit(path, newImage("credit:8"));
  server.settle();
  server.effects = 0;
  return server;
}

/** The rollout's new revision becomes the stable one, as a promotion makes it. */
export function promote(server: ClusterServer): void {
  const thing = server.things.get(rollout);
  thing.status.stableRS = thing.status.currentPodHash;
  server.settle();
}
