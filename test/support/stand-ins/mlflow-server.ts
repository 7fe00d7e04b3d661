import { type FaultyServer, faultyServer, type StandInAnswer, type StandInRequest } from "./faulty-server.ts";

type Version = { readonly version: string; status: string; stage: string; tags: { key: string; value: string }[] };

/** MLflow's registry as far as aliases, stages and versions go; answers as 3.17.2 did when it was tried (2026-11-20). */
export type MlflowServer = FaultyServer & {
  readonly aliases: Map<string, string>;
  readonly versions: Version[];
  /** How often an alias or a stage was set. */
  readonly effects: () => number;
  /** What the search gives at most at once, whatever it is asked for. */
  pageSize: number;
};

/** One model, `credit`. */
export async function mlflowServer(token: string): Promise<MlflowServer> {
  const aliases = new Map<string, string>();
  const versions: Version[] = [];
  let effects = 0;
  const find = (version: unknown) => versions.find((one) => one.version === version);
  const missing = (message: string): StandInAnswer => ({
    status: 404,
    json: { error_code: "RESOURCE_DOES_NOT_EXIST", message },
  });
  const shown = (one: Version) => ({
    name: "credit",
    version: one.version,
    current_stage: one.stage,
    status: one.status,
    ...(one.tags.length === 0 ? {} : { tags: one.tags }),
  });
  const routes: Readonly<Record<string, (request: StandInRequest) => StandInAnswer>> = {
    "GET registered-models/get": ({ query }) =>
      query.get("name") === "credit"
        ? {
            json: {
              registered_model: {
                name: "credit",
                ...(aliases.size === 0
                  ? {}
                  : { aliases: [...aliases].map(([alias, version]) => ({ alias, version })) }),
              },
            },
          }
        : missing(`Registered Model with name=${query.get("name")} not found`),
    "GET model-versions/search": ({ query }) => {
      const from = Number(query.get("page_token") ?? 0);
      const newest = versions.toSorted((a, b) => Number(b.version) - Number(a.version));
      const page = newest.slice(from, from + server.pageSize);
      const isLast = from + page.length >= newest.length;
      return {
        json: {
          ...(page.length === 0 ? {} : { model_versions: page.map(shown) }),
          ...(isLast ? {} : { next_page_token: String(from + page.length) }),
        },
      };
    },
    "POST registered-models/get-latest-versions": ({ text }) => {
      const { stages } = JSON.parse(text);
      const inStage = versions.filter(({ stage }) => stages.includes(stage));
      const [newest] = inStage.toSorted((a, b) => Number(b.version) - Number(a.version));
      return { json: newest ? { model_versions: [shown(newest)] } : {} };
    },
    "POST registered-models/alias": ({ text }) => {
      const { alias, version } = JSON.parse(text);
      if (!find(version)) return missing(`Model Version (name=credit, version=${version}) not found`);
      aliases.set(alias, version);
      effects += 1;
      return { json: {} };
    },
    "POST model-versions/transition-stage": ({ text }) => {
      const { version, stage, archive_existing_versions } = JSON.parse(text);
      const found = find(version);
      if (!found) return missing(`Model Version (name=credit, version=${version}) not found`);
      if (archive_existing_versions) {
        for (const one of versions) if (one.stage === stage) one.stage = "Archived";
      }
      found.stage = stage;
      effects += 1;
      return { json: { model_version: shown(found) } };
    },
  };
  const read = "POST /api/2.0/mlflow/registered-models/get-latest-versions";
  const base = await faultyServer(
    (request) => {
      if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, json: { message: "no" } };
      const route = routes[`${request.method} ${request.path.replace("/api/2.0/mlflow/", "")}`];
      return route?.(request) ?? { status: 404, json: { message: "no such path" } };
    },
    ({ method, path }) => method !== "GET" && `${method} ${path}` !== read,
  );
  const server: MlflowServer = { ...base, aliases, versions, effects: () => effects, pageSize: 100 };
  return server;
}

/** A version that is ready; `tested` writes the usual tag. */
export function mlflowVersion(
  version: string,
  more: { tested?: boolean; status?: string; stage?: string } = {},
): Version {
  return {
    version,
    status: more.status ?? "READY",
    stage: more.stage ?? "None",
    tags: more.tested ? [{ key: "tested", value: "true" }] : [],
  };
}
