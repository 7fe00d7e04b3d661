import { expect } from "vitest";
import type { Incident } from "../../src/incident/incident.ts";
import type { JournalEntry } from "../../src/incident/journal.ts";
import type { Journey } from "../journeys/delivery/journey.ts";
import { type FaultyServer, faultyServer } from "./stand-ins/faulty-server.ts";
import { type MlflowServer, mlflowServer, mlflowVersion } from "./stand-ins/mlflow-server.ts";

const token = "a token of the registry";
const hourMs = 3_600_000;

/** Whatever else a step calls, by its path: what each call said, and which paths answer 500. */
export type ToolServer = FaultyServer & {
  readonly calls: { readonly path: string; readonly body: unknown }[];
  readonly broken: Set<string>;
};

/**
 * What acts on the model credit: a registry with v7, which is tested, and the champion v8; a model server; and tools.
 * `loaded`: what the model server answers with; by default it loads what the alias names at once.
 */
export type CreditScene = {
  readonly mlflow: MlflowServer;
  readonly tools: ToolServer;
  readonly env: Readonly<Record<string, string>>;
  loaded: string | undefined;
  readonly stop: () => Promise<void>;
};

/** @param policy the file of the policy, which names `${MODEL_URL}` and `${TOOLS_URL}` */
export async function openCreditScene(policy: URL): Promise<CreditScene> {
  const mlflow = await mlflowServer(token);
  mlflow.versions.push(mlflowVersion("7", { tested: true }), mlflowVersion("8"));
  mlflow.aliases.set("champion", "8");
  const model = await faultyServer(() => ({ json: { version: scene.loaded ?? mlflow.aliases.get("champion") } }));
  const tools = await toolServer();
  const scene: CreditScene = {
    mlflow,
    tools,
    env: {
      ...{ VIGIE_POLICY: policy.pathname, MODEL_URL: model.origin, TOOLS_URL: tools.origin },
      ...{ MLFLOW_TRACKING_URI: mlflow.origin, MLFLOW_TRACKING_TOKEN: token },
    },
    loaded: undefined,
    stop: async () => {
      for (const server of [mlflow, model, tools]) await server.stop();
    },
  };
  return scene;
}

async function toolServer(): Promise<ToolServer> {
  const calls: ToolServer["calls"] = [];
  const broken = new Set<string>();
  const base = await faultyServer(({ method, path, text }) => {
    if (method !== "GET") calls.push({ path, body: JSON.parse(text) });
    return broken.has(path) ? { status: 500 } : {};
  });
  return { ...base, calls, broken };
}

/** What happens to the model credit in a journey, and what is read of its incidents. */
export function creditJourney(given: () => Journey) {
  const now = () => given().vigie.world.now();
  const iso = (at: number) => new Date(at).toISOString();
  const post = async (path: string, body: object) => {
    expect(await given().vigie.post(path, body)).toMatchObject({ status: 200, body: { rejected: [] } });
  };
  const storedOf = async (family = "model-quality") => {
    const { incidents } = await given().vigie.run.store.list({ limit: 200 });
    const found = incidents.find(({ incident }) => incident.identity.family === family);
    if (!found) throw new Error(`there is no incident of ${family}`);
    return found;
  };
  const incidentOf = async (family?: string): Promise<Incident> => (await storedOf(family)).incident;
  return {
    now,
    iso,
    post,
    incidentOf,
    /** The newest of a family, `model-quality` by default, as people call it. */
    idOf: async (family?: string) => `VIG-${(await storedOf(family)).number}`,
    settle: () => given().pass(3 * 60_000),
    /** A measurement of the hour that ends so long from now. */
    measure: (metric: string, value: number, more: object = {}, endsInMs = 0) => {
      const to = now() + endsInMs;
      return post("drift", {
        ...{ service: "credit-scoring", model: "credit", model_version: "8", environment: "production", metric, value },
        ...{ baseline: 1, sample_size: 50_000, role: "champion", window: { from: iso(to - hourMs), to: iso(to) } },
        ...more,
      });
    },
    /** Champion moved from v7 to v8 so long ago. */
    championMoved: (agoMs: number) =>
      post("deployment", {
        ...{ model: "credit", kind: "alias", name: "champion", from: "7", to: "8", at: iso(now() - agoMs) },
      }),
    entries: async (kind: JournalEntry["kind"], family?: string): Promise<readonly JournalEntry[]> => {
      const entries = await given().vigie.run.store.journal(await incidentOf(family), 0, 1_000);
      return entries.filter((entry) => entry.kind === kind);
    },
  };
}
