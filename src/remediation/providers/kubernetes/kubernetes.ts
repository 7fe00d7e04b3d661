import type { Step } from "../../../policy/actions/step.ts";
import type { Provider } from "../../provider.ts";
import type { Cluster } from "./cluster.ts";
import { deploymentAt } from "./deployment.ts";
import { backAgain, goBack, lookBack, planBack } from "./gone-back.ts";
import { lookAtRestart, planRestart, restart } from "./restart.ts";
import { workloadAt } from "./workload-at.ts";

export type KubernetesStep = Extract<Step, { provider: "kubernetes" }>;

/**
 * Restarts a deployment, stateful set or daemon set, or takes a deployment back to its revision before. Versions are
 * revision numbers. Stateful sets and daemon sets are not taken back: their history is another kind of object.
 */
export function createKubernetes(cluster: Cluster): Provider<KubernetesStep> {
  const of = ({ object, namespace, verb }: KubernetesStep) => {
    const at = workloadAt(cluster, object, namespace);
    if (at && verb === "restart") return { verb, at } as const;
    if (at?.kind === "deployment") return { verb: "undo", thing: deploymentAt(cluster, at) } as const;
    return { verb: "none", detail: `${object}: only deployments are undone` } as const;
  };
  return {
    name: "kubernetes",
    async plan(step, _wanted, call) {
      const it = of(step);
      if (it.verb === "none") return { kind: "problem", because: "faulty", detail: it.detail };
      return it.verb === "restart" ? planRestart(it.at, call) : planBack(it.thing, call);
    },
    async do(step, planned, call) {
      const it = of(step);
      if (it.verb === "none") return { kind: "failed", because: "faulty", detail: it.detail };
      return it.verb === "restart" ? restart(it.at, call) : goBack(it.thing, planned, call);
    },
    async look(step, planned, call) {
      const it = of(step);
      if (it.verb === "none") return { kind: "failed", because: "faulty", detail: it.detail };
      return it.verb === "restart" ? lookAtRestart(it.at, call) : lookBack(it.thing, planned, call);
    },
    undo: (step, planned) => (step.verb === "undo" ? backAgain(planned) : null),
  };
}
