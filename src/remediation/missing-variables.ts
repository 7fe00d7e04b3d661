import type { Step, StepProvider } from "../policy/actions/step.ts";
import type { ProviderAccess } from "./providers/provider-access.ts";

/** What must be set for a provider to be there; the others want nothing, or what their step names. */
export const variableOf: Readonly<Partial<Record<StepProvider, string>>> = {
  mlflow: "MLFLOW_TRACKING_URI",
  github: "GITHUB_TOKEN",
  kubernetes: "KUBERNETES_TOKEN",
  argo: "KUBERNETES_TOKEN",
};

/** Argo Rollouts are reached through the cluster's own API. */
const accessOf = { mlflow: "mlflow", github: "github", kubernetes: "kubernetes", argo: "kubernetes" } as const;

/**
 * The variables that must be set before these steps can be done, each once.
 *
 * @param isSet whether a variable has a value
 */
export function missingVariables(
  steps: readonly Step[],
  access: ProviderAccess,
  isSet: (variable: string) => boolean,
): readonly string[] {
  const missing = steps.flatMap((step) => {
    if (step.provider === "registry" || step.provider === "webhook") {
      return step.secret === undefined || isSet(step.secret) ? [] : [step.secret];
    }
    return access[accessOf[step.provider]] === undefined ? [variableOf[step.provider] ?? ""] : [];
  });
  return [...new Set(missing)];
}
