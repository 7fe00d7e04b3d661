import type { RegistryPollDeps } from "./registry-poll.ts";
import { mlflowApi } from "./remediation/providers/mlflow/mlflow-api.ts";
import type { ProviderAccess, ProviderDeps } from "./remediation/providers/provider-access.ts";
import { createVendorHttp } from "./remediation/providers/vendor-http.ts";

/** MLflow counts its versions; whatever stands in its place may be anything. */
const versionMaxUnits = 256;

/** Reads what MLflow's aliases and stages point at; a model that is gone points at nothing. Without access there is no reader. */
export function watchedVersions(
  access: ProviderAccess["mlflow"],
  calling: Pick<ProviderDeps, "fetch" | "mask">,
  now: () => number,
): RegistryPollDeps["versionOf"] | undefined {
  if (!access) return undefined;
  const api = mlflowApi(access, createVendorHttp(calling));
  const said = (version: string) => calling.mask.text(version.slice(0, versionMaxUnits));
  const read = { alias: api.aliased, stage: api.staged } as const;
  return async ({ kind, model, name }, signal) => {
    const answer = await read[kind](model, name, { signal, now: now(), run: "poll", step: 0 });
    if (answer.kind === "ok") return { kind: "version", version: answer.data === null ? null : said(answer.data) };
    if (answer.kind === "gone") return { kind: "version", version: null };
    return answer.afterMs === undefined ? { kind: "away" } : { kind: "away", afterMs: answer.afterMs };
  };
}
