import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { doctor } from "../../../src/cli/doctor.ts";
import { faultyServer } from "../../support/stand-ins/faulty-server.ts";
import { type MlflowServer, mlflowServer, mlflowVersion } from "../../support/stand-ins/mlflow-server.ts";
import { runCommand } from "./run-command.ts";

const token = "mlflow-token-of-nobody";

const policy = (serving: string) => `version: 1
destinations:
  chat: [{ slack: "#ai-alerts" }]
route:
  tell: { warning: [chat] }
services:
  credit-scoring:
    model: credit
    actions:
      rollback:
        steps: [{ mlflow: { model: credit } }]
        serving: { http: "${serving}/version", field: model.version }
`;

let mlflow: MlflowServer;
let server: Awaited<ReturnType<typeof faultyServer>>;
let dir: string;
let env: Record<string, string>;

beforeEach(async () => {
  mlflow = await mlflowServer(token);
  mlflow.versions.push(mlflowVersion("7", { tested: true }), mlflowVersion("8"));
  mlflow.aliases.set("champion", "8");
  server = await faultyServer(({ path }) =>
    path === "/api/v1/query"
      ? { json: { status: "success", data: { resultType: "vector", result: [{ metric: {}, value: [1, "1"] }] } } }
      : { json: { model: { version: "8" } } },
  );
  dir = mkdtempSync(join(tmpdir(), "vigie-doctor-"));
  writeFileSync(join(dir, "policy.yaml"), policy(server.origin));
  env = {
    VIGIE_SANDBOX: "off",
    VIGIE_POLICY: join(dir, "policy.yaml"),
    VIGIE_STORE: `sqlite:${dir}/vigie.db`,
    PORT: "9",
    SLACK_BOT_TOKEN: "xoxb-nobody",
    SLACK_API_URL: `${server.origin}/slack`,
    MLFLOW_TRACKING_URI: mlflow.origin,
    MLFLOW_TRACKING_TOKEN: token,
    PROMETHEUS_URL: server.origin.replace("http://", "http://vigie:hunter2@"),
  };
});
afterEach(async () => {
  await mlflow.stop();
  await server.stop();
  rmSync(dir, { recursive: true });
});

/** What the doctor says of actions. */
const said = async (changes: Record<string, string> = {}, ...args: readonly string[]) => {
  const { out } = await runCommand(doctor, args, { env: { ...env, ...changes } });
  return out.slice(Math.max(out.indexOf("Actions on models"), out.indexOf("Actions sur les")));
};

describe("vigie doctor, of actions on models", () => {
  it("says what each would do now and what serves, and changes nothing", async () => {
    const out = await said();
    expect(out).toContain("✓ credit-scoring, rollback could be done now: champion (credit) 8 → 7");
    expect(out).toContain("✓ credit-scoring, rollback: what serves is 8 (1)");
    expect(out).toContain(`✓ ${server.origin} answers`);
    expect(out).not.toMatch(/✗ .*rollback/);
    expect(out).not.toContain("hunter2");
    expect(mlflow.seen.writes).toBe(0);
  });

  it.each([
    [
      "a variable that is not set",
      () => ({ MLFLOW_TRACKING_URI: "" }),
      /no credentials.*\(MLFLOW_TRACKING_URI\)\. Set/,
    ],
    ["a token that is refused", () => ({ MLFLOW_TRACKING_TOKEN: "other" }), /permission denied \(401.*docs\/connect/],
    [
      "a registry that is away",
      () => ({ MLFLOW_TRACKING_URI: "http://127.0.0.1:9" }),
      /cannot be reached now.*way out/,
    ],
  ])("names %s, with what mends it", async (_, changes, mends) => {
    const out = await said(changes());
    expect(out).toMatch(/✗ credit-scoring, rollback cannot be planned: mlflow: /);
    expect(out).toMatch(mends);
    expect(out).not.toContain(token);
  });

  it("names what serves and cannot be read, and a Prometheus that does not answer", async () => {
    await server.stop();
    const out = await said();
    expect(out).toContain("✗ credit-scoring, rollback: what serves cannot be read");
    expect(out).toContain(`✗ ${server.origin} cannot be reached`);
  });

  it("notes a version that is not marked tested, and that there is none to go back to", async () => {
    mlflow.versions[0]?.tags.pop();
    expect(await said()).toContain("· credit-scoring, rollback: version 7 is not marked tested");
    mlflow.versions.shift();
    expect(await said()).toContain("· credit-scoring, rollback cannot be planned: mlflow: no earlier version is known");
  });

  it("says the same in French", async () => {
    expect(await said({}, "--locale", "fr")).toMatch(/est possible maintenant\u00a0: champion \(credit\) 8 → 7/);
  });

  it("says nothing of it where the policy declares no action", async () => {
    writeFileSync(join(dir, "policy.yaml"), policy(server.origin).split("services:")[0] ?? "");
    const { out } = await runCommand(doctor, [], { env });
    expect(out).not.toContain("Actions on models");
  });
});
