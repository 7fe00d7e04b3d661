import type { ServiceAction } from "./service-action.ts";
import type { Step, StepProvider } from "./step.ts";

/** What must be set for a provider to be there; registries and webhooks name their own in the step. */
export const variableOf: Readonly<Partial<Record<StepProvider, string>>> = {
  mlflow: "MLFLOW_TRACKING_URI",
  github: "GITHUB_TOKEN",
  kubernetes: "KUBERNETES_TOKEN",
  argo: "KUBERNETES_TOKEN",
};

/**
 * The variables of the environment without which an action cannot be done or seen, each once.
 *
 * @param inCluster whether a cluster is reached without any, as where Vigie runs as a pod
 */
export function wantedVariables({ steps, serving, helps }: ServiceAction, inCluster: boolean): readonly string[] {
  const asksPrometheus = serving?.kind === "promql" || helps.promql !== undefined;
  const wanted = steps.flatMap((step) => variablesOf(step, inCluster));
  return [...new Set([...wanted, ...(asksPrometheus ? ["PROMETHEUS_URL"] : [])])];
}

function variablesOf(step: Step, inCluster: boolean): readonly string[] {
  if (inCluster && (step.provider === "kubernetes" || step.provider === "argo")) return [];
  const named = "secret" in step ? step.secret : undefined;
  return [variableOf[step.provider], named].filter((variable) => variable !== undefined);
}
