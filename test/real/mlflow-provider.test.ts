import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { z } from "zod";
import { createMasker } from "../../src/privacy/masker.ts";
import { createProviders } from "../../src/remediation/providers/create-providers.ts";
import { type Bench, providerContract } from "../contract/providers/provider-contract.ts";
import { type Mlflow, missingMlflow, startMlflow } from "./story/mlflow.ts";

const modelSchema = z.object({
  registered_model: z.object({
    aliases: z.array(z.object({ version: z.string() })).default([]),
    latest_versions: z.array(z.object({ version: z.string(), current_stage: z.string() })).default([]),
  }),
});
const missing = missingMlflow();

it.runIf(missing !== null)("the rows of all providers hold for a real MLflow", ({ skip }) => skip(missing ?? ""));

describe.skipIf(missing !== null)("against a real MLflow", () => {
  let server: Mlflow;
  let dir: string;
  let models = 0;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "vigie-mlflow-"));
    server = await startMlflow(dir);
  }, 180_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const call = async (method: "GET" | "POST" | "DELETE", path: string, body?: object) => {
    const sent = body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
    const answer = await fetch(`${server.origin}/api/2.0/mlflow/${path}`, { method, ...sent });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };

  const bench = (stage?: string) => async (): Promise<Bench> => {
    models += 1;
    // A quote in its name, which the filter of a search must survive.
    const name = `credit's ${models}`;
    const put = async (version: string) => {
      if (stage === undefined) return server.setAlias(name, "champion", version);
      await call("POST", "model-versions/transition-stage", { name, version, stage, archive_existing_versions: true });
    };
    await server.register(name, 3);
    await server.tag(name, "1", "tested", "true");
    await put("2");
    const { mlflow } = createProviders(
      { mlflow: { url: server.origin } },
      { fetch, mask: createMasker({ key: "0123456789abcdef" }), secretOf: () => undefined },
    );
    if (!mlflow) throw new Error("no provider");
    const now = async () => {
      const read = await call("GET", `registered-models/get?${new URLSearchParams({ name })}`);
      const { aliases, latest_versions } = modelSchema.parse(read).registered_model;
      const inStage = latest_versions.find(({ current_stage }) => current_stage === stage);
      return (stage === undefined ? aliases[0]?.version : inStage?.version) ?? "";
    };
    let effects = 0;
    let last = await now();
    return {
      provider: mlflow,
      step: {
        ...{ provider: "mlflow", model: name, alias: "champion", testedTag: "tested" },
        ...(stage === undefined ? {} : { stage }),
      },
      secrets: [],
      now,
      // It counts nothing itself: what is other than at the last look was changed once.
      effects: async () => {
        const seen = await now();
        if (seen !== last) effects += 1;
        last = seen;
        return effects;
      },
      somebodyElse: () => put("3"),
      takeAway: async () => void (await call("DELETE", "model-versions/delete", { name, version: "1" })),
      stop: () => {},
    };
  };

  const traits = { versions: true, goesBack: true, repeatsSafely: true, isReal: true } as const;
  const states = { notDone: ["before"], isDone: ["after"] } as const;
  providerContract({ name: "real MLflow, an alias", make: bench(), ...traits, ...states });
  providerContract({ name: "real MLflow, a stage", make: bench("Production"), ...traits, ...states });
});
