import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Call } from "../../provider.ts";
import { pathSegment } from "../path-segment.ts";
import type { KubernetesAccess, ProviderDeps } from "../provider-access.ts";
import { createVendorHttp, type VendorAnswer } from "../vendor-http.ts";
import { trustingFetch } from "./trusting-fetch.ts";

/** One request to the API server. */
export type ClusterRequest<T> = {
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly answer: z.ZodType<T>;
};
export type ClusterPatch = Pick<ClusterRequest<unknown>, "path"> & {
  readonly type: "json" | "merge" | "strategic";
  readonly body: unknown;
};

/** The API server of one cluster, as the role of Vigie's service account allows. */
export type Cluster = {
  get<T>(request: ClusterRequest<T>, call: Call): Promise<VendorAnswer<T>>;
  patch(patch: ClusterPatch, call: Call): Promise<VendorAnswer<unknown>>;
};

const patchTypes = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
} as const;

/**
 * Kubernetes' REST API, without a client library: five requests need none (docs/dependencies.md). Names go into the path
 * encoded, one segment each.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/ (read 2026-11-20)
 */
export function createCluster(access: KubernetesAccess, deps: Pick<ProviderDeps, "fetch" | "mask">): Cluster {
  const { apiUrl, caFile } = access;
  const isTls = apiUrl.startsWith("https:");
  const http = createVendorHttp(caFile === undefined || !isTls ? deps : { ...deps, fetch: trustingFetch(caFile) });
  const ask = async <T>(
    request: ClusterRequest<T>,
    how: { readonly patch?: ClusterPatch },
    call: Call,
  ): Promise<VendorAnswer<T>> => {
    const verb = how.patch ? "patch" : request.query ? "list" : "get";
    const token = await tokenOf(access);
    if (token === null) return named(verb, request, { kind: "denied", detail: "no service account token" });
    const query = new URLSearchParams(request.query ?? {});
    const url = `${apiUrl}/${request.path.map(pathSegment).join("/")}${query.size === 0 ? "" : `?${query}`}`;
    const headers = { accept: "application/json", authorization: `Bearer ${token}` };
    const { answer } = request;
    if (!how.patch)
      return named(verb, request, await http({ effect: "read", method: "GET", url, headers, answer }, call));
    const sent = {
      headers: { ...headers, "content-type": patchTypes[how.patch.type] },
      body: JSON.stringify(how.patch.body),
    };
    return named(verb, request, await http({ effect: "write", method: "PATCH", url, ...sent, answer }, call));
  };
  return {
    get: (request, call) => ask(request, {}, call),
    patch: (patch, call) => ask({ path: patch.path, answer: z.looseObject({}) }, { patch }, call),
  };
}

/** What is forbidden is named by verb, resource and namespace, as a role would grant it. */
function named<T>(verb: string, { path }: Pick<ClusterRequest<T>, "path">, answer: VendorAnswer<T>): VendorAnswer<T> {
  if (answer.kind !== "denied") return answer;
  const [, , , , namespace = "", resource = "", , part] = path;
  const right = `${verb} ${resource}${part === undefined ? "" : `/${part}`}, ${namespace}`;
  return { kind: "denied", detail: `${right}: ${answer.detail ?? ""}`.slice(0, 300).toWellFormed() };
}

/** A service account's token is read anew for each call: it rotates. `null`: there is none. */
async function tokenOf({ token }: KubernetesAccess): Promise<string | null> {
  if (token.kind === "value") return token.value;
  try {
    return (await readFile(token.path, "utf8")).trim() || null;
  } catch {
    return null;
  }
}
