import type { Providers } from "../provider.ts";
import { createMlflow } from "./mlflow/mlflow.ts";
import type { ProviderAccess, ProviderDeps } from "./provider-access.ts";
import { createRegistry } from "./registry/registry.ts";
import { createVendorHttp } from "./vendor-http.ts";
import { createWebhook } from "./webhook/webhook.ts";

/** THE list of providers: those whose credentials are there. A step of another has no provider, and cannot be planned. */
export function createProviders({ mlflow }: ProviderAccess, deps: ProviderDeps): Providers {
  const http = createVendorHttp(deps);
  return {
    ...(mlflow === undefined ? {} : { mlflow: createMlflow(mlflow, http) }),
    registry: createRegistry(http, deps),
    webhook: createWebhook(http, deps),
  };
}
