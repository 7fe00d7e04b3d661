import { z } from "zod";
import type { Call } from "../../provider.ts";
import type { ProviderAccess } from "../provider-access.ts";
import type { VendorAnswer, VendorHttp, VendorRequest } from "../vendor-http.ts";

/** A whole number, written as text. */
const number = z.string().regex(/^\d{1,18}$/);
const versionSchema = z.object({
  version: number,
  status: z.string().default("READY"),
  tags: z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]),
});
/** A version as MLflow's REST API gives it. */
export type MlflowVersion = z.infer<typeof versionSchema>;

const modelSchema = z.object({
  registered_model: z.object({
    aliases: z.array(z.object({ alias: z.string(), version: number })).default([]),
  }),
});
const pageSchema = z.object({
  model_versions: z.array(versionSchema).default([]),
  next_page_token: z.string().default(""),
});
const latestSchema = pageSchema.pick({ model_versions: true });

const pageSize = 100;

/** One page of a model's versions, newest first; `next` is empty at the end. */
export type VersionPage = { readonly versions: readonly MlflowVersion[]; readonly next: string };

/** What of MLflow's registry is used. A version is a whole number, written as text. */
export type MlflowApi = {
  /** The version that an alias names; `null`: no such alias. `gone`: no such model. */
  aliased(model: string, alias: string, call: Call): Promise<VendorAnswer<string | null>>;
  /** The newest version in a stage; `null`: none. */
  staged(model: string, stage: string, call: Call): Promise<VendorAnswer<string | null>>;
  versions(model: string, page: string, call: Call): Promise<VendorAnswer<VersionPage>>;
  setAlias(model: string, alias: string, version: string, call: Call): Promise<VendorAnswer<unknown>>;
  /** What else is in the stage is archived. */
  setStage(model: string, stage: string, version: string, call: Call): Promise<VendorAnswer<unknown>>;
};

/**
 * MLflow's REST API, version 2.0, which 2.3 and later serve alike.
 *
 * @see https://mlflow.org/docs/latest/rest-api.html — registered-models, model-versions (tried on 3.17.2, 2026-11-20)
 */
export function mlflowApi({ url, authorization }: NonNullable<ProviderAccess["mlflow"]>, http: VendorHttp): MlflowApi {
  const base = `${url}/api/2.0/mlflow`;
  const headers = { accept: "application/json", ...(authorization === undefined ? {} : { authorization }) };
  const get = <T>(path: string, query: Readonly<Record<string, string>>, answer: z.ZodType<T>, call: Call) =>
    http(
      { effect: "read", method: "GET", url: `${base}/${path}?${new URLSearchParams(query)}`, headers, answer },
      call,
    );
  const post = <T>(path: string, body: object, call: Call, as: Pick<VendorRequest<T>, "effect" | "answer">) => {
    const sent = { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
    return http({ ...as, method: "POST", url: `${base}/${path}`, ...sent }, call);
  };
  const write = { effect: "write", answer: z.looseObject({}) } as const;
  return {
    async aliased(model, alias, call) {
      // `registered-models/alias` answers 400 for an alias that is not there, as for anything else that is wrong.
      const read = await get("registered-models/get", { name: model }, modelSchema, call);
      if (read.kind !== "ok") return read;
      const { aliases } = read.data.registered_model;
      return { kind: "ok", data: aliases.find((one) => one.alias === alias)?.version ?? null };
    },
    async staged(name, stage, call) {
      const as = { effect: "read", answer: latestSchema } as const;
      const read = await post("registered-models/get-latest-versions", { name, stages: [stage] }, call, as);
      return read.kind === "ok" ? { kind: "ok", data: read.data.model_versions[0]?.version ?? null } : read;
    },
    async versions(model, page, call) {
      const quote = model.includes("'") ? '"' : "'";
      const query = {
        filter: `name=${quote}${model}${quote}`,
        order_by: "version_number DESC",
        max_results: String(pageSize),
        ...(page === "" ? {} : { page_token: page }),
      };
      const read = await get("model-versions/search", query, pageSchema, call);
      if (read.kind !== "ok") return read;
      return { kind: "ok", data: { versions: read.data.model_versions, next: read.data.next_page_token } };
    },
    setAlias: (name, alias, version, call) => post("registered-models/alias", { name, alias, version }, call, write),
    setStage(name, stage, version, call) {
      const body = { name, version, stage, archive_existing_versions: true };
      return post("model-versions/transition-stage", body, call, write);
    },
  };
}
