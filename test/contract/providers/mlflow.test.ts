import { createMasker } from "../../../src/privacy/masker.ts";
import { createProviders } from "../../../src/remediation/providers/create-providers.ts";
import { mlflowServer, mlflowVersion } from "../../support/stand-ins/mlflow-server.ts";
import { type Bench, providerContract } from "./provider-contract.ts";

const token = "mlflow-token-of-nobody";

async function bench(stage?: string): Promise<Bench> {
  const server = await mlflowServer(token);
  const mask = createMasker({ key: "0123456789abcdef" });
  const { mlflow } = createProviders(
    { mlflow: { url: server.origin, authorization: `Bearer ${token}` } },
    { fetch, mask, secretOf: () => undefined },
  );
  if (!mlflow) throw new Error("no provider");
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
    step: { provider: "mlflow", model: "credit", alias: "champion", testedTag: "tested", ...stages },
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
