import type { Providers } from "../provider.ts";
import { createArgo } from "./argo/argo.ts";
import { createGithub } from "./github/github.ts";
import { createCluster } from "./kubernetes/cluster.ts";
import { createKubernetes } from "./kubernetes/kubernetes.ts";
import { createMlflow } from "./mlflow/mlflow.ts";
import type { ProviderAccess, ProviderDeps } from "./provider-access.ts";
import { createRegistry } from "./registry/registry.ts";
import { createVendorHttp } from "./vendor-http.ts";
import { createWebhook } from "./webhook/webhook.ts";

/** THE list of providers: those whose credentials are there. A step of another has no provider, and cannot be planned. */
export function createProviders({ mlflow, github, kubernetes }: ProviderAccess, deps: ProviderDeps): Providers {
  const http = createVendorHttp(deps);
  const cluster = kubernetes && createCluster(kubernetes, deps);
  return {
    ...(mlflow === undefined ? {} : { mlflow: createMlflow(mlflow, http) }),
    ...(github === undefined ? {} : { github: createGithub(github, http) }),
    ...(cluster === undefined ? {} : { kubernetes: createKubernetes(cluster), argo: createArgo(cluster) }),
    registry: createRegistry(http, deps),
    webhook: createWebhook(http, deps),
  };
}
