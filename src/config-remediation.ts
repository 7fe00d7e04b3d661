import { z } from "zod";
import { filled, splitList, withoutSlash } from "./config-parts.ts";
import type { KubernetesAccess, ProviderAccess } from "./remediation/providers/provider-access.ts";
import { requestTo } from "./request-to.ts";

/** What acting on models is reached with, and how those who tell of changes prove themselves. */
export type RemediationConfig = {
  readonly providers: ProviderAccess;
  /** Without a slash at the end; user info in it is sent as Basic. */
  readonly prometheusUrl?: string;
  readonly changeSecrets: { readonly mlflow: readonly string[]; readonly github: readonly string[] };
};

/** The variables of what acts on models. */
export const remediationSchema = z.object({
  MLFLOW_TRACKING_URI: withoutSlash.optional(),
  MLFLOW_TRACKING_TOKEN: filled.optional(),
  MLFLOW_TRACKING_USERNAME: filled.optional(),
  MLFLOW_TRACKING_PASSWORD: filled.optional(),
  MLFLOW_WEBHOOK_SECRET: filled.optional(),
  GITHUB_TOKEN: filled.optional(),
  GITHUB_API_URL: withoutSlash.default("https://api.github.com"),
  GITHUB_WEBHOOK_SECRET: filled.optional(),
  KUBERNETES_API_URL: withoutSlash.optional(),
  KUBERNETES_TOKEN: filled.optional(),
  KUBERNETES_CA_FILE: filled.optional(),
  KUBERNETES_SERVICE_HOST: filled.optional(),
  KUBERNETES_SERVICE_PORT: filled.optional(),
  PROMETHEUS_URL: withoutSlash.optional(),
});
type Env = z.infer<typeof remediationSchema>;

/** What the environment gives access to of what acts on models. */
export function remediationOf(env: Env): RemediationConfig {
  const { MLFLOW_TRACKING_URI, GITHUB_TOKEN, PROMETHEUS_URL } = env;
  const kubernetes = kubernetesOf(env);
  return {
    providers: {
      ...(MLFLOW_TRACKING_URI === undefined ? {} : { mlflow: mlflowOf(MLFLOW_TRACKING_URI, env) }),
      ...(GITHUB_TOKEN === undefined ? {} : { github: { apiUrl: env.GITHUB_API_URL, token: GITHUB_TOKEN } }),
      ...(kubernetes === undefined ? {} : { kubernetes }),
    },
    ...(PROMETHEUS_URL === undefined ? {} : { prometheusUrl: PROMETHEUS_URL }),
    changeSecrets: { mlflow: splitList(env.MLFLOW_WEBHOOK_SECRET), github: splitList(env.GITHUB_WEBHOOK_SECRET) },
  };
}

/**
 * MLflow's own variables: a token is sent as Bearer and counts more than a user; user info in the address counts least.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/ — credentials by environment (2026-11-20)
 */
function mlflowOf(address: string, env: Env): NonNullable<ProviderAccess["mlflow"]> {
  const { url, headers } = requestTo(address);
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password } = env;
  const basic = user === undefined ? headers.authorization : `Basic ${btoaUtf8(`${user}:${password ?? ""}`)}`;
  const authorization = token === undefined ? basic : `Bearer ${token}`;
  return { url: url.replace(/\/+$/, ""), ...(authorization === undefined ? {} : { authorization }) };
}

function btoaUtf8(text: string): string {
  return Buffer.from(text).toString("base64");
}

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The cluster that is named, else the one that Vigie runs in, by its pod's own service account.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ (2026-11-20)
 */
function kubernetesOf(env: Env): KubernetesAccess | undefined {
  const { KUBERNETES_API_URL, KUBERNETES_TOKEN, KUBERNETES_CA_FILE, KUBERNETES_SERVICE_HOST: host } = env;
  if (KUBERNETES_API_URL !== undefined && KUBERNETES_TOKEN !== undefined) {
    return {
      apiUrl: KUBERNETES_API_URL,
      token: { kind: "value", value: KUBERNETES_TOKEN },
      ...(KUBERNETES_CA_FILE === undefined ? {} : { caFile: KUBERNETES_CA_FILE }),
    };
  }
  if (host === undefined) return undefined;
  return {
    apiUrl: `https://${host.includes(":") ? `[${host}]` : host}:${env.KUBERNETES_SERVICE_PORT ?? "443"}`,
    token: { kind: "file", path: `${serviceAccount}/token` },
    caFile: KUBERNETES_CA_FILE ?? `${serviceAccount}/ca.crt`,
  };
}
