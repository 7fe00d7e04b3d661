import { describe, expect, it } from "vitest";
import { readConfig } from "../../../src/config.ts";

const remediationOf = (env: Readonly<Record<string, string>>) => {
  const read = readConfig(env);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.config.remediation;
};
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;

describe("what acts on models", () => {
  it("is reached nowhere where nothing is set", () => {
    expect(remediationOf({})).toEqual({ providers: {}, changeSecrets: { mlflow: [], github: [] } });
  });

  const uri = "https://m.example/mlflow/";
  const url = "https://m.example/mlflow";
  const pair = { MLFLOW_TRACKING_USERNAME: "vigie", MLFLOW_TRACKING_PASSWORD: "pà:ss" };
  it.each([
    ["without a proof", { MLFLOW_TRACKING_URI: uri }, { url }],
    ["by a user", { MLFLOW_TRACKING_URI: uri, ...pair }, { url, authorization: basic("vigie:pà:ss") }],
    ["by a token before a user", { MLFLOW_TRACKING_URI: uri, ...pair, MLFLOW_TRACKING_TOKEN: "t" }, "Bearer t"],
    ["by the user info of its address", { MLFLOW_TRACKING_URI: "http://u:p%40@m.example" }, basic("u:p@")],
  ])("MLflow is reached %s", (_, env, expected) => {
    const { mlflow } = remediationOf(env).providers;
    if (typeof expected === "string") expect(mlflow?.authorization).toBe(expected);
    else expect(mlflow).toEqual(expected);
    expect(mlflow?.url).not.toContain("@");
  });

  it("GitHub is reached at its own address unless another is named", () => {
    expect(remediationOf({ GITHUB_TOKEN: "t" }).providers.github).toEqual({
      apiUrl: "https://api.github.com",
      token: "t",
    });
    const own = { GITHUB_TOKEN: "t", GITHUB_API_URL: "https://github.corp.example/api/v3/" };
    expect(remediationOf(own).providers.github?.apiUrl).toBe("https://github.corp.example/api/v3");
  });

  it("a cluster is reached by what is set, else in a pod by its own service account", () => {
    const inPod = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "6443" };
    const account = "/var/run/secrets/kubernetes.io/serviceaccount";
    expect(remediationOf(inPod).providers.kubernetes).toEqual({
      apiUrl: "https://[fd00::1]:6443",
      token: { kind: "file", path: `${account}/token` },
      caFile: `${account}/ca.crt`,
    });
    const named = { KUBERNETES_API_URL: "https://k.example/", KUBERNETES_TOKEN: "t", ...inPod };
    expect(remediationOf(named).providers.kubernetes).toEqual({
      apiUrl: "https://k.example",
      token: { kind: "value", value: "t" },
    });
  });

  it.each([
    [{ MLFLOW_TRACKING_URI: "sqlite:///mlflow.db" }, "MLFLOW_TRACKING_URI"],
    [{ MLFLOW_TRACKING_USERNAME: "vigie" }, "MLFLOW_TRACKING_PASSWORD"],
    [{ KUBERNETES_API_URL: "https://k.example" }, "KUBERNETES_TOKEN"],
    [{ KUBERNETES_TOKEN: "t" }, "KUBERNETES_API_URL"],
    [{ PROMETHEUS_URL: "prometheus:9090" }, "PROMETHEUS_URL"],
  ])("half of it, %j, stops the start and names %s", (env, variable) => {
    const read = readConfig(env);
    expect(read.ok ? [] : read.faults.map((fault) => fault.variable)).toEqual([variable]);
  });

  it("each secret of those who tell of changes counts during a rotation, and none may be printed", () => {
    const env = { MLFLOW_WEBHOOK_SECRET: "one,two", GITHUB_WEBHOOK_SECRET: "three", GITHUB_TOKEN: "four" };
    expect(remediationOf(env).changeSecrets).toEqual({ mlflow: ["one", "two"], github: ["three"] });
    const read = readConfig({ ...env, MLFLOW_TRACKING_URI: "http://u:five5@m.example" });
    const secrets = read.ok ? [...read.config.secrets.values()].flat() : [];
    expect(secrets).toEqual(expect.arrayContaining(["one", "two", "three", "four", "five5"]));
  });
});
