import type { ServiceAction } from "./service-action.ts";
import type { Step } from "./step.ts";

/**
 * The variables of the environment without which an action cannot be done or seen. Kubernetes and Argo want none where
 * Vigie runs as a pod.
 */
export function wantedVariables({ steps, serving, helps }: ServiceAction): readonly string[] {
  const asksPrometheus = serving?.kind === "promql" || helps.promql !== undefined;
  return [...new Set([...steps.flatMap(variablesOf), ...(asksPrometheus ? ["PROMETHEUS_URL"] : [])])];
}

function variablesOf(step: Step): readonly string[] {
  if (step.provider === "mlflow") return ["MLFLOW_TRACKING_URI"];
  if (step.provider === "github") return ["GITHUB_TOKEN"];
  return "secret" in step && step.secret !== undefined ? [step.secret] : [];
}
