/**
 * One step of an action as the policy writes it, read and checked. Secrets are named by their environment variable and
 * looked up when the call leaves: a step may be stored, hashed and shown.
 */
export type Step =
  /** Moves an alias of a registered model, or a version's stage where `stage` is given (C-29). */
  | {
      readonly provider: "mlflow";
      readonly model: string;
      readonly alias: string;
      readonly stage?: string;
      /** The tag of a version that marks it tested (A004-31); `tested` by default, true where its value is `true` or `yes`. */
      readonly testedTag: string;
    }
  /** A registry that speaks Vigie's small HTTP interface (docs/connect/registry.md). */
  | { readonly provider: "registry"; readonly url: string; readonly model: string; readonly secret?: string }
  | {
      readonly provider: "github";
      /** `owner/name`. */
      readonly repository: string;
      /** The workflow's file name or id. */
      readonly workflow: string;
      readonly ref: string;
      readonly inputs: Readonly<Record<string, string>>;
    }
  | {
      readonly provider: "kubernetes";
      readonly verb: "restart" | "undo";
      /** `deployment/credit-scoring`, also `statefulset/…`, `daemonset/…`. */
      readonly object: string;
      readonly namespace: string;
    }
  | { readonly provider: "argo"; readonly verb: "abort" | "undo"; readonly object: string; readonly namespace: string }
  /** A signed call to anything else: feature flags, traffic splits, a WAF, sampling rates, an application's /retrain. */
  | {
      readonly provider: "webhook";
      readonly url: string;
      readonly method: "POST" | "PUT" | "PATCH";
      /** The variable that holds the key of the signature. */
      readonly secret?: string;
      readonly body: Readonly<Record<string, unknown>>;
      /** Where the present value is read and what it must be; absent: it cannot be looked at. */
      readonly read?: { readonly url: string; readonly field: string };
      readonly undo?: Readonly<Record<string, unknown>>;
    };
export type StepProvider = Step["provider"];
export const stepProviders = [
  "mlflow",
  "registry",
  "github",
  "kubernetes",
  "argo",
  "webhook",
] as const satisfies StepProvider[];
