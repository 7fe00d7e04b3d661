import { describe, expect, it } from "vitest";
import { createMasker } from "../../../src/privacy/masker.ts";
import { createProviders } from "../../../src/remediation/providers/create-providers.ts";
import type { MlflowStep } from "../../../src/remediation/providers/mlflow/mlflow.ts";
import { type MlflowServer, mlflowServer, mlflowVersion } from "../../support/stand-ins/mlflow-server.ts";
import { type Bench, noon, providerContract } from "./provider-contract.ts";

const token = "mlflow-token-of-nobody";
const champion: MlflowStep = { provider: "mlflow", model: "credit", alias: "champion", testedTag: "tested" };

async function open() {
  const server = await mlflowServer(token);
  const mask = createMasker({ key: "0123456789abcdef" });
  const { mlflow } = createProviders(
    { mlflow: { url: server.origin, authorization: `Bearer ${token}` } },
    { fetch, mask, secretOf: () => undefined },
  );
  if (!mlflow) throw new Error("no provider");
  return { server, mlflow };
}

async function bench(stage?: string): Promise<Bench> {
  const { server, mlflow } = await open();
  const stages = stage === undefined ? {} : { stage };
  server.versions.push(
    mlflowVersion("6", { tested: true }),
    mlflowVersion("7", { tested: true }),
    mlflowVersion("8", stages),
    mlflowVersion("9"),
  );
  server.aliases.set("champion", "8").set("challenger", "9");
  const inStage = () => server.versions.find((one) => one.stage === stage)?.version ?? "";
  return {
    provider: mlflow,
    step: { ...champion, ...stages },
    secrets: [token],
    faults: server.faults,
    now: () => (stage === undefined ? (server.aliases.get("champion") ?? "") : inStage()),
    effects: server.effects,
    somebodyElse: () => {
      server.aliases.set("champion", "9");
      for (const one of server.versions) one.stage = one.version === "9" && stage !== undefined ? stage : "None";
    },
    takeAway: () => {
      server.versions.splice(1, 1);
    },
    stop: server.stop,
  };
}

const traits = {
  versions: true,
  notDone: ["before"],
  isDone: ["after"],
  goesBack: true,
  repeatsSafely: true,
} as const;

providerContract({ name: "MLflow, an alias", make: () => bench(), ...traits });
providerContract({ name: "MLflow, a stage", make: () => bench("Production"), ...traits });

const call = { signal: new AbortController().signal, now: noon, run: "a1b2c3d4", step: 0 };

/** What a plan says of a registry, once it was filled. */
async function planned(fill: (server: MlflowServer) => void, step: MlflowStep = champion) {
  const { server, mlflow } = await open();
  fill(server);
  const answer = await mlflow.plan(step, {}, call);
  await server.stop();
  return { answer, server };
}

describe("MLflow's way back", () => {
  it("is said with its model, its alias and whether it is tested (A004-31)", async () => {
    const { answer } = await planned(({ versions, aliases }) => {
      versions.push(mlflowVersion("7"), mlflowVersion("8"));
      aliases.set("champion", "8");
    });
    expect(answer).toEqual({
      kind: "planned",
      step: { doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7", tested: false },
    });
  });

  it.each([
    ["not READY", { status: "FAILED_REGISTRATION", tags: [] }],
    ["said to have failed its test", { tags: [{ key: "tested", value: "False" }] }],
    ["tagged as bad", { tags: [{ key: "bad", value: "yes" }] }],
  ])("never leads to a version that is %s", async (_, more) => {
    const { answer } = await planned(({ versions, aliases }) => {
      versions.push(mlflowVersion("6"), { ...mlflowVersion("7"), ...more }, mlflowVersion("8"));
      aliases.set("champion", "8");
    });
    expect(answer).toMatchObject({ kind: "planned", step: { to: "6" } });
  });

  it("is judged by the tag that the policy names", async () => {
    const fill = ({ versions, aliases }: MlflowServer) => {
      versions.push({ ...mlflowVersion("6"), tags: [{ key: "qa", value: "yes" }] });
      versions.push(mlflowVersion("7", { tested: true }), mlflowVersion("8"));
      aliases.set("champion", "8");
    };
    const { answer } = await planned(fill, { ...champion, testedTag: "qa" });
    expect(answer).toMatchObject({ kind: "planned", step: { to: "6", tested: true } });
  });

  it("is looked for page by page, and no further than needed", async () => {
    const { answer, server } = await planned((one) => {
      one.pageSize = 2;
      for (let version = 1; version <= 12; version += 1) {
        one.versions.push(mlflowVersion(String(version), { tested: version === 5 || version === 2 }));
      }
      one.aliases.set("champion", "10");
    });
    expect(answer).toMatchObject({ kind: "planned", step: { from: "10", to: "5", tested: true } });
    expect(server.seen.reads).toBe(1 + 4);
  });

  it("is no-earlier-version where there is none, and not-found where nothing bears the alias or the model's name", async () => {
    const first = await planned(({ versions, aliases }) => {
      versions.push(mlflowVersion("1"));
      aliases.set("champion", "1");
    });
    expect(first.answer).toEqual({ kind: "problem", because: "no-earlier-version" });
    const unnamed = await planned(({ versions }) => versions.push(mlflowVersion("1")));
    expect(unnamed.answer).toEqual({ kind: "problem", because: "not-found", detail: "credit@champion" });
    const unknown = await planned(() => {}, { ...champion, model: "it's" });
    expect(unknown.answer).toMatchObject({ kind: "problem", because: "not-found" });
  });

  it("moves the one alias alone, and links to the model's page", async () => {
    const { server, mlflow } = await open();
    server.versions.push(mlflowVersion("7"), mlflowVersion("8"), mlflowVersion("9"));
    server.aliases.set("champion", "8").set("challenger", "9").set("shadow", "8");
    const step = { provider: "mlflow", key: "k", doing: "move-alias", name: "champion", from: "8", to: "7" } as const;
    const done = await mlflow.do(champion, step, call);
    expect(done).toEqual({ kind: "done", before: "8", after: "7", link: `${server.origin}/#/models/credit` });
    expect(Object.fromEntries(server.aliases)).toEqual({ champion: "7", challenger: "9", shadow: "8" });
    await server.stop();
  });

  it("is never taken where the alias itself is gone: somebody took it away", async () => {
    const { server, mlflow } = await open();
    server.versions.push(mlflowVersion("7"), mlflowVersion("8"));
    const step = { provider: "mlflow", key: "k", doing: "move-alias", name: "champion", from: "8", to: "7" } as const;
    expect(await mlflow.do(champion, step, call)).toEqual({ kind: "failed", because: "conflict", detail: "∅" });
    expect(server.effects()).toBe(0);
    await server.stop();
  });
});
