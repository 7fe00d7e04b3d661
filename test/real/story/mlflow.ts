import { randomBytes } from "node:crypto";
import { expect, vi } from "vitest";
import { z } from "zod";
import { freePort } from "../../contract/store/redis-server.ts";
import { missingPrograms, startChild } from "./child.ts";

/** Where MLflow is installed: from PyPI, by `.ci/run` or by hand. */
const program = process.env.MLFLOW_BIN ?? "mlflow";
const startTimeOutMs = 120_000;

/** Why no MLflow can be started here, in words; `null` when one can. Under `CI=true` that is an error. */
export const missingMlflow = () => missingPrograms(program);

/** A real MLflow: its own server on a SQLite file, reachable from this machine alone. */
export type Mlflow = {
  readonly origin: string;
  /** Registers a model with so many versions, all of them ready. */
  readonly register: (model: string, versions: number) => Promise<void>;
  readonly tag: (model: string, version: string, key: string, value: string) => Promise<void>;
  readonly setAlias: (model: string, alias: string, version: string) => Promise<void>;
  readonly aliasOf: (model: string, alias: string) => Promise<string>;
  /** Tells of aliases and tags at an address, signed with a secret. */
  readonly tell: (url: string, secret: string) => Promise<void>;
  readonly stop: () => Promise<unknown>;
};

const modelVersion = z.object({ model_version: z.object({ version: z.string() }) });

export async function startMlflow(dir: string): Promise<Mlflow> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = startChild({
    name: "MLflow",
    command: program,
    args: ["server", "--host", "127.0.0.1", "--port", `${port}`, "--workers", "1"].concat([
      ...["--backend-store-uri", `sqlite:///${dir}/mlflow.db`, "--default-artifact-root", `${dir}/artifacts`],
    ]),
    cwd: dir,
    env: {
      PATH: process.env.PATH,
      HOME: dir,
      MLFLOW_DISABLE_TELEMETRY: "true",
      DO_NOT_TRACK: "true",
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
      // It tells a Vigie on this machine, which is neither public nor behind TLS.
      MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: "true",
      MLFLOW_WEBHOOK_ALLOWED_SCHEMES: "http",
      MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: randomBytes(32).toString("base64url").concat("="),
      MLFLOW_WEBHOOK_CACHE_TTL: "0",
    },
    signals: "all-it-starts",
  });
  const call = async (method: "GET" | "POST", path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${origin}/api/2.0/mlflow/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
    });
    if (!answer.ok) throw new Error(`MLflow: ${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  try {
    await vi.waitFor(async () => expect((await fetch(`${origin}/health`)).ok).toBe(true), {
      timeout: startTimeOutMs,
      interval: 250,
    });
  } catch (cause) {
    await child.stop();
    throw new Error(`MLflow did not start:\n${child.output().slice(-2_000)}`, { cause });
  }
  return {
    origin,
    register: async (name, versions) => {
      await call("POST", "registered-models/create", { name });
      for (let at = 0; at < versions; at += 1)
        await call("POST", "model-versions/create", { name, source: `s3://models/${name}/${at + 1}` });
    },
    tag: async (name, version, key, value) => {
      await call("POST", "model-versions/set-tag", { name, version, key, value });
    },
    setAlias: async (name, alias, version) => {
      await call("POST", "registered-models/alias", { name, alias, version });
    },
    aliasOf: async (name, alias) => {
      const found = await call("GET", `registered-models/alias?${new URLSearchParams({ name, alias })}`);
      return modelVersion.parse(found).model_version.version;
    },
    tell: async (url, secret) => {
      await call("POST", "webhooks", {
        name: "vigie",
        url,
        secret,
        events: [
          { entity: "MODEL_VERSION_ALIAS", action: "CREATED" },
          { entity: "MODEL_VERSION_TAG", action: "SET" },
        ],
      });
    },
    stop: child.stop,
  };
}
